/** What the chip's parts have to do later: calls by the clock, all of which end with the power. */
import type { Clock } from "./clock.ts";

export class Alarms {
  private readonly _cancels = new Set<() => void>();

  constructor(private readonly _clock: Clock) {}

  /** Calls `act` after `ms`. Returns a function that cancels it. */
  after(ms: number, act: () => void): () => void {
    const cancel = this._clock.after(ms, () => {
      this._cancels.delete(cancel);
      act();
    });
    this._cancels.add(cancel);
    return () => {
      this._cancels.delete(cancel);
      cancel();
    };
  }

  end(): void {
    for (const cancel of this._cancels) cancel();
  }
}
