/** What a screen reader is told of things that change quickly: the latest, and not more often than it can be listened to. */

export class Announcer {
  private _said: string | undefined;
  private _next: string | undefined;
  private _changes = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _show: (text: string) => void;
  private readonly _quiet: number;

  /**
   * @param show puts a text where the screen reader reads it
   * @param quiet ms between two texts
   */
  constructor(show: (text: string) => void, quiet = 1500) {
    this._show = show;
    this._quiet = quiet;
  }

  /**
   * Says `text` now, or once the pause since the last one is over.
   * @param often what to say instead when it has changed several times in that pause, such as "LED blinks"
   */
  say(text: string, often: string = text): void {
    if (this._timer === undefined) {
      if (text !== this._said) this._tell(text);
      return;
    }
    this._changes++;
    this._next = this._changes > 2 ? often : text;
  }

  stop(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private _tell(text: string): void {
    if (text !== this._said) this._show(text);
    this._said = text;
    this._changes = 0;
    this._next = undefined;
    this._timer = setTimeout(() => {
      this._timer = undefined;
      if (this._next !== undefined) this._tell(this._next);
    }, this._quiet);
  }
}
