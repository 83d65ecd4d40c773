/** The hardware watchdog: restarts the chip unless it is kicked in time. */

export class Watchdog {
  private _ms: number | undefined;
  private _automatic = false;
  private _cancel: () => void = () => undefined;

  constructor(
    private readonly _after: (ms: number, act: () => void) => () => void,
    private readonly _bite: () => void,
  ) {}

  /** @param automatic whether every pass of the idle loop kicks it */
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

  /** Called in every pass of the idle loop. */
  pass(): void {
    if (this._automatic) this.kick();
  }
}
