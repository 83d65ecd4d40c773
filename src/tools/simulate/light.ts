/** The light that falls on the board's sensor: it changes slowly by itself, as on a day with clouds, and a hand can cover it. */

/** 0..1 */
const middle = 0.5;
const swing = 0.3;
const covered = 0.02;
/** ms from one maximum to the next: slow, so that readings come every half minute and do not drown the presses. */
const period = 600_000;
/** ms between two looks at it */
const step = 1000;
/** A change that is worth driving the pin anew. */
const visible = 0.01;

export class Light {
  private readonly _set: (level: number) => void;
  private _began = 0;
  private _level = -1;
  private _isCovered = false;
  private _timer: NodeJS.Timeout | undefined;

  /** @param set gets each new level, 0..1 */
  constructor(set: (level: number) => void) {
    this._set = set;
  }

  /** 0..1 */
  get level(): number {
    return this._level;
  }

  get isCovered(): boolean {
    return this._isCovered;
  }

  start(): void {
    this._began = performance.now();
    this._show();
    this._timer = setInterval(() => this._show(), step);
  }

  /** Covers the sensor, or takes the hand away. */
  toggle(): void {
    this._isCovered = !this._isCovered;
    this._show();
  }

  stop(): void {
    clearInterval(this._timer);
  }

  private _show(): void {
    const phase = (2 * Math.PI * (performance.now() - this._began)) / period;
    const level = this._isCovered ? covered : middle + swing * Math.sin(phase);
    if (Math.abs(level - this._level) < visible) return;
    this._level = level;
    this._set(level);
  }
}
