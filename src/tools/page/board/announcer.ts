/** What a screen reader is told of things that change quickly: the latest, and not more often than it can be listened to. */

export class Announcer {
  private _said: string | undefined;
  /** What it was asked to say last, said or not. */
  private _latest: string | undefined;
  private _often = "";
  /** Changes since the last text was said. */
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
   * Says `text` now, or once the pause since the last one is over. The same text is not repeated.
   * @param often what to say instead when it has changed more than twice in that pause, such as "LED blinks"
   */
  say(text: string, often: string = text): void {
    if (text === this._latest) return;
    this._latest = text;
    this._often = often;
    this._changes++;
    if (this._timer === undefined) this._next();
  }

  stop(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private _next(): void {
    this._timer = undefined;
    const restless = this._changes > 2;
    this._changes = 0;
    const text = restless ? this._often : this._latest;
    if (text !== undefined && text !== this._said) {
      this._said = text;
      this._show(text);
    } else if (!restless) return;
    this._timer = setTimeout(() => this._next(), this._quiet);
  }
}
