/** When the interpreter's idle loop makes a pass: as soon as something has happened and the interpreter is free, or when a timer is due. */
import { soon, type Clock } from "./clock.ts";

export class IdleLoop {
  private _busyUntil = 0;
  private _cancel: () => void = () => undefined;
  private _isSoon = false;

  /** @param _pass makes one pass; it is not called once `_isRunning` is false */
  constructor(
    private readonly _clock: Clock,
    private readonly _isRunning: () => boolean,
    private readonly _pass: () => void,
  ) {}

  /** Has a pass made when the interpreter is free. */
  wake(): void {
    if (!this._isRunning() || this._isSoon) return;
    this._cancel();
    const wait = this._busyUntil - this._clock.now();
    if (wait > 0) {
      this._cancel = this._clock.after(wait, () => this._run());
      return;
    }
    this._isSoon = true;
    this._cancel = soon(() => this._run());
  }

  /** Has a pass made in `ms` at the latest. */
  wakeIn(ms: number): void {
    if (!this._isSoon) this._cancel = this._clock.after(Math.max(0, ms), () => this._run());
  }

  /** Keeps the interpreter busy for `ms`. */
  block(ms: number): void {
    this._busyUntil = Math.max(this._busyUntil, this._clock.now() + ms);
    this.wake();
  }

  /** Cancels the pass that is to come. */
  stop(): void {
    this._cancel();
    this._isSoon = false;
  }

  private _run(): void {
    this._isSoon = false;
    if (!this._isRunning()) return;
    if (this._busyUntil > this._clock.now()) this.wake();
    else this._pass();
  }
}
