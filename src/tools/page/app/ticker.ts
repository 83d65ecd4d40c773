/** Redraws a part at an interval while something in it counts down or up. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Ticker implements ReactiveController {
  private _timer: ReturnType<typeof setInterval> | undefined;
  private readonly _host: ReactiveControllerHost;
  private readonly _every: number;
  private readonly _counts: () => boolean;

  /**
   * @param every ms
   * @param counts whether it is needed now; asked whenever the part has been drawn
   */
  constructor(host: ReactiveControllerHost, every: number, counts: () => boolean) {
    this._host = host;
    this._every = every;
    this._counts = counts;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this._counts()) this.hostDisconnected();
    else this._timer ??= setInterval(() => this._host.requestUpdate(), this._every);
  }

  hostDisconnected(): void {
    clearInterval(this._timer);
    this._timer = undefined;
  }
}
