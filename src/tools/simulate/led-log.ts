/** Decides which changes of the LED are worth a line of their own: a blinking LED would fill the terminal. */

/** So many changes within `WINDOW` ms are blinking. */
const CHANGES = 4;
const WINDOW = 2000;

export class LedLog {
  #times: number[] = [];
  #blinking = false;

  /**
   * Takes a change.
   * @param at ms
   * @returns whether to show it, and whether it is the first that is not, to be called blinking
   */
  change(at: number): "show" | "blinking" | "hide" {
    this.#times = [...this.#times.filter((time) => at - time < WINDOW), at];
    if (this.#times.length <= CHANGES) {
      this.#blinking = false;
      return "show";
    }
    const already = this.#blinking;
    this.#blinking = true;
    return already ? "hide" : "blinking";
  }
}
