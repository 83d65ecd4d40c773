/**
 * The light that falls on the board's sensor: it changes slowly by itself, as on a day with clouds, and a hand can cover it.
 * Whoever turns the page's potentiometer holds it at a level.
 */
import { realClock, type Clock } from "../../../board/virtual/index.ts";

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
  private readonly _clock: Clock;
  private readonly _wanders: boolean;
  private _began = 0;
  private _level = -1;
  private _isCovered = false;
  /** The level at which it is held; undefined while it changes by itself. */
  private _held: number | undefined;
  private _stop: (() => void) | undefined;

  /**
   * @param set gets each new level, 0..1
   * @param wanders whether it changes by itself
   */
  constructor(set: (level: number) => void, { clock = realClock, wanders = true }: { clock?: Clock; wanders?: boolean } = {}) {
    this._set = set;
    this._clock = clock;
    this._wanders = wanders;
    if (!wanders) this._held = middle;
  }

  /** 0..1 */
  get level(): number {
    return this._level;
  }

  get isCovered(): boolean {
    return this._isCovered;
  }

  /** Does nothing if it has started already. */
  start(): void {
    if (this._stop) return;
    this._began = this._clock.now();
    this._show();
    this._goOn();
  }

  /** Covers the sensor, or takes the hand away: then the light changes by itself again. */
  toggle(): void {
    this._isCovered = !this._isCovered;
    this._held = this._wanders ? undefined : middle;
    this._show();
  }

  /** Holds it at a level, 0..1; undefined: it changes by itself again, if it ever did. */
  hold(level: number | undefined): void {
    if (level === undefined && !this._wanders) return;
    this._held = level;
    this._isCovered = false;
    if (level === undefined) return;
    this._level = level;
    this._set(level);
  }

  stop(): void {
    this._stop?.();
    this._stop = undefined;
  }

  private _goOn(): void {
    this._stop = this._clock.after(step, () => {
      this._show();
      this._goOn();
    });
  }

  private _show(): void {
    const level = this._isCovered ? covered : (this._held ?? this._byItself());
    if (Math.abs(level - this._level) < visible) return;
    this._level = level;
    this._set(level);
  }

  private _byItself(): number {
    return middle + swing * Math.sin((2 * Math.PI * (this._clock.now() - this._began)) / period);
  }
}
