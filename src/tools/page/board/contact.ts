/** The contact of a push button: clean, or bouncing as a worn one does. */

/** ms in which a bouncing contact comes to rest */
const bounceTime = 5;

export interface Bounce {
  /** ms since the first touch */
  after: number;
  closed: boolean;
}

/**
 * The changes of a contact that bounces, in order; the first is at once, the last leaves it `closed`.
 * @param random 0..1, as Math.random
 */
export function bounces(closed: boolean, random: () => number): Bounce[] {
  const pairs = 2 + Math.floor(random() * 3);
  const times = Array.from({ length: 2 * pairs }, () => random() * bounceTime).sort((a, b) => a - b);
  return [{ after: 0, closed }, ...times.map((after, index) => ({ after, closed: index % 2 === 0 ? !closed : closed }))];
}

export class Contact {
  bouncing = false;
  /** Where the finger wants it, whatever the contact does meanwhile. */
  private _closed = false;
  private readonly _timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly _set: (closed: boolean) => void;
  private readonly _random: () => number;

  /** @param set called with each change */
  constructor(set: (closed: boolean) => void, random: () => number = Math.random) {
    this._set = set;
    this._random = random;
  }

  get closed(): boolean {
    return this._closed;
  }

  /** Presses or releases; does nothing if that is already the state. */
  move(closed: boolean): void {
    if (closed === this._closed) return;
    this._closed = closed;
    for (const timer of this._timers) clearTimeout(timer);
    this._timers.clear();
    this._set(closed);
    if (!this.bouncing) return;
    for (const bounce of bounces(closed, this._random).slice(1)) {
      const timer = setTimeout(() => {
        this._timers.delete(timer);
        this._set(bounce.closed);
      }, bounce.after);
      this._timers.add(timer);
    }
  }
}
