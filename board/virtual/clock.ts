/** Where a virtual board's time comes from: the computer's clock, or a test's hand. */

export interface Clock {
  /** Milliseconds since some moment in the past; never goes back. */
  now(): number;
  /** Calls `wake` once, after `ms` milliseconds. The function returned takes that back. */
  after(ms: number, wake: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};

// Taken at import: a test that fakes the timers later must not stop what has no time in it.
const nextTurn = setImmediate;

/** What is to happen soon. */
const pending = new Set<NodeJS.Immediate>();

/** Calls `wake` as soon as this turn of Node's loop is over; no time passes. The function returned takes that back. */
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

/** Turns of Node's loop in which no board has anything to do: by then networks in memory have delivered. */
const quietTurns = 12;
/** A program that never rests is left to the clock. */
const mostTurns = 1000;

/** Lets everything happen that needs no time: callbacks, networks in memory, the boards' own passes. */
export async function settle(): Promise<void> {
  let quiet = 0;
  for (let turn = 0; quiet < quietTurns && turn < mostTurns; turn++) {
    await new Promise<void>((resolve) => void nextTurn(resolve));
    quiet = pending.size > 0 ? 0 : quiet + 1;
  }
}

/** A clock that only moves when told to. */
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

  /** Lets `ms` pass, alarm by alarm, and what each sets off happen before the next. */
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
