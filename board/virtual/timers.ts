/**
 * setTimeout and related functions, as in the interpreter's idle loop: each timer holds the time left since the last pass,
 * by the system clock. So when the clock jumps forward, all timers are due at once; when it jumps back, they stop for that
 * long.
 */
import { isFunction, type GuestFunction, type Realm } from "./realm.ts";
import type { SystemTime } from "./system-time.ts";

interface Timer {
  /** ms left since the last pass. */
  left: number;
  interval: number | undefined;
  run: () => void;
  /** Created by a watch for its debounce: clearTimeout() without an id does not clear it. */
  hidden: boolean;
}

const maxInterval = 3_153_600_000_000; // ms: a hundred years
const minInterval = 0.1; // ms
/** In ms. The interpreter counts whole microseconds, so less than one is zero. */
const microsecond = 0.001;

export class Timers {
  // A new id is one more than the highest in use, as in the interpreter, so ids are reused soon.
  private readonly _timers = new Map<number, Timer>();
  private _lastPass: number;
  private _changed = false;

  constructor(
    private readonly _realm: Realm,
    private readonly _time: SystemTime,
    private readonly _call: (callback: GuestFunction | string, args: readonly unknown[]) => void,
  ) {
    this._lastPass = _time.now();
  }

  /** System time of the last pass, ms, from which timers and debounced edges count. */
  get lastPass(): number {
    return this._lastPass;
  }

  install(global: object): void {
    this._realm.define(global, {
      setTimeout: (callback, ms, ...args) => this._set(callback, ms, args, false),
      setInterval: (callback, ms, ...args) => this._set(callback, ms, args, true),
      clearTimeout: (...args) => this._clear("Timeout", args),
      clearInterval: (...args) => this._clear("Interval", args),
      changeInterval: (id, ms) => {
        const timer = typeof id === "number" ? this._timers.get(id) : undefined;
        if (!timer) return this._realm.fail("Error", "Unknown Interval");
        timer.interval = limited(ms);
        timer.left = this._time.now() - this._lastPass + timer.interval;
        this._changed = true;
        return undefined;
      },
    });
  }

  /** Adds an internal timer of the interpreter, due `ms` after system time `from`. */
  addHidden(from: number, ms: number, run: () => void): { due(from: number, ms: number): void; left(): number; remove(): void } {
    const timer: Timer = { left: from - this._lastPass + ms, interval: undefined, run, hidden: true };
    const id = this._add(timer);
    return {
      due: (newFrom, newMs) => void (timer.left = newFrom - this._lastPass + newMs),
      left: () => timer.left,
      remove: () => void this._timers.delete(id),
    };
  }

  /** One pass: counts down by the elapsed system time and runs what is due. */
  pass(): void {
    const now = this._time.now();
    const passed = now - this._lastPass;
    this._lastPass = now;
    for (const timer of this._timers.values()) timer.left -= passed;
    do {
      this._changed = false;
      for (const [id, timer] of [...this._timers]) {
        if (this._changed) break;
        if (timer.left >= microsecond || this._timers.get(id) !== timer) continue;
        timer.run();
        if (timer.interval !== undefined) timer.left += timer.interval;
        else if (this._timers.get(id) === timer) this._timers.delete(id);
      }
    } while (this._changed);
  }

  /** The program set the clock (`setTime`), which does not affect timers. */
  clockWasSet(): void {
    this._lastPass = this._time.now();
  }

  /** ms until the next timer is due; undefined if no timer is set. */
  untilNext(): number | undefined {
    let least: number | undefined;
    for (const timer of this._timers.values()) if (least === undefined || timer.left < least) least = timer.left;
    return least === undefined ? undefined : least - (this._time.now() - this._lastPass);
  }

  private _set(callback: unknown, ms: unknown, args: unknown[], repeat: boolean): number {
    if (!isFunction(callback) && typeof callback !== "string") return this._realm.fail("Error", "Function or String not supplied!");
    const interval = limited(ms);
    if (interval > maxInterval) this._realm.fail("Error", "Interval is too long (>100 years)");
    this._changed = true;
    return this._add({
      left: this._time.now() - this._lastPass + interval,
      interval: repeat ? interval : undefined,
      run: () => this._call(callback, args),
      hidden: false,
    });
  }

  private _add(timer: Timer): number {
    let id = 1;
    for (const used of this._timers.keys()) id = Math.max(id, used + 1);
    this._timers.set(id, timer);
    return id;
  }

  private _clear(name: "Timeout" | "Interval", args: unknown[]): void {
    this._changed = true;
    if (args.length === 0) {
      for (const [id, timer] of this._timers) if (!timer.hidden) this._timers.delete(id);
    } else if (args[0] === undefined) this._realm.fail("Error", `clear${name}(undefined) not allowed. Use clear${name}() instead`);
    else if (typeof args[0] === "number") this._timers.delete(args[0]);
  }
}

function limited(ms: unknown): number {
  const time = Number(ms);
  return time >= minInterval ? time : minInterval;
}
