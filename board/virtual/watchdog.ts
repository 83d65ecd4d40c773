/** The hardware watchdog: a timer in the chip that starts it over unless it is kicked in time. */

export class Watchdog {
  private _ms: number | undefined;
  private _automatic = false;
  private _cancel: () => void = () => undefined;

  constructor(
    private readonly _after: (ms: number, act: () => void) => () => void,
    private readonly _bite: () => void,
  ) {}

  /** @param automatic the interpreter kicks it in every pass of the idle loop */
  enable(seconds: number, automatic: boolean): void {
    this._ms = seconds * 1000;
    this._automatic = automatic;
    this.kick();
  }

  kick(): void {
    if (this._ms === undefined) return;
    this._cancel();
    this._cancel = this._after(this._ms, this._bite);
  }

  /** A pass of the idle loop. */
  pass(): void {
    if (this._automatic) this.kick();
  }
}
