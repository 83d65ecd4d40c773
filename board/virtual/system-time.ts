/** The chip's system clock: starts at 1970 at power-on, until SNTP or the program sets it. */
import type { Clock } from "./clock.ts";

export class SystemTime {
  private _offset: number;

  constructor(
    private readonly _clock: Clock,
    /** ms since 1970 at power-on */
    start = 0,
  ) {
    this._offset = start - _clock.now();
  }

  /** ms since 1970 by the chip's clock. */
  now(): number {
    return this._clock.now() + this._offset;
  }

  set(ms: number): void {
    this._offset = ms - this._clock.now();
  }
}
