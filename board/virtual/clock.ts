/** The clock of a virtual board: the computer's, or one that a test advances. */

export interface Clock {
  /** ms since some moment in the past; never goes back. */
  now(): number;
  /** Calls `wake` once, after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, wake: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};

// Saved at import, so that a test which fakes timers later does not stop what needs no time.
const nextTurn = setImmediate;

/** Calls that `soon` has scheduled. */
const pending = new Set<NodeJS.Immediate>();

/** Calls `wake` after this turn of Node's event loop; no time passes. Returns a function that cancels it. */
export function soon(wake: () => void): () => void {
  const turn = nextTurn(() => {
    pending.delete(turn);
    wake();
  });
  pending.add(turn);
  return () => {
    pending.delete(turn);
    clearImmediate(turn);
  };
}

/** Idle turns of Node's event loop after which everything counts as settled: memory networks have delivered by then. */
const quietTurns = 12;
/** Limit for a program that is never idle. */
const maxTurns = 1000;

/** Waits until all that takes no time has happened: callbacks, traffic in memory, passes of the idle loop. */
export async function settle(): Promise<void> {
  let quiet = 0;
  for (let turn = 0; quiet < quietTurns && turn < maxTurns; turn++) {
    await new Promise<void>((resolve) => void nextTurn(resolve));
    quiet = pending.size > 0 ? 0 : quiet + 1;
  }
}

/** A clock that moves only in `advance`. */
export class ManualClock implements Clock {
  private _now = 0;
  private readonly _alarms = new Set<{ at: number; wake: () => void }>();

  now(): number {
    return this._now;
  }

  after(ms: number, wake: () => void): () => void {
    const alarm = { at: this._now + Math.max(0, ms), wake };
    this._alarms.add(alarm);
    return () => this._alarms.delete(alarm);
  }

  /** Lets `ms` pass, alarm by alarm, settling after each. */
  async advance(ms: number): Promise<void> {
    const end = this._now + ms;
    await settle();
    for (let next = this._next(end); next; next = this._next(end)) {
      this._now = Math.max(this._now, next.at);
      this._alarms.delete(next);
      next.wake();
      await settle();
    }
    this._now = end;
    await settle();
  }

  private _next(end: number): { at: number; wake: () => void } | undefined {
    let next: { at: number; wake: () => void } | undefined;
    for (const alarm of this._alarms) if (alarm.at <= end && (!next || alarm.at < next.at)) next = alarm;
    return next;
  }
}
