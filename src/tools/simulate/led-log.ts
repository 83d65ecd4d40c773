/** Decides which changes of an LED are worth a line of their own: a blinking LED would fill the terminal. */

/** So many changes within `WINDOW` ms are blinking. */
const blinkChanges = 4;
const blinkWindow = 2000;

export class LedLog {
  private _times: number[] = [];
  private _blinking = false;

  /**
   * Takes a change.
   * @param at ms
   * @returns whether to show it, and whether it is the first that is not, to be called blinking
   */
  change(at: number): "show" | "blinking" | "hide" {
    this._times = [...this._times.filter((time) => at - time < blinkWindow), at];
    if (this._times.length <= blinkChanges) {
      this._blinking = false;
      return "show";
    }
    const already = this._blinking;
    this._blinking = true;
    return already ? "hide" : "blinking";
  }
}
