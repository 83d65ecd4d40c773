/**
 * setWatch: edges wait in the interpreter's event queue with their timestamps. Debouncing has the interpreter's weakness: it
 * happens when the queue is read, so a press and a release that both came while the interpreter was busy cancel out.
 */
import { isFunction, isObject, type GuestFunction, type Realm } from "./realm.ts";
import type { Pins } from "./pins.ts";
import type { Timers } from "./timers.ts";

interface Watch {
  pin: number;
  callback: GuestFunction | string;
  repeat: boolean;
  edge: number;
  debounce: number;
  state: boolean;
  lastTime: number | undefined;
  pending: { state: boolean; timer: ReturnType<Timers["addHidden"]> } | undefined;
}

const buttonPin = 0; // by default its watch reports one edge, debounced
const edges: Record<string, number> = { rising: 1, falling: -1, both: 0 };

/** Espruino treats these pins as the flash chip's. */
const firstUnwatched = 6;
const lastUnwatched = 12;

export class Watches {
  private readonly _watches = new Map<number, Watch>();

  constructor(
    private readonly _realm: Realm,
    private readonly _pins: Pins,
    private readonly _timers: Timers,
    private readonly _call: (callback: GuestFunction | string, args: readonly unknown[]) => void,
    private readonly _print: (line: string) => void,
  ) {}

  install(global: object): void {
    this._realm.define(global, {
      setWatch: (callback, pin, options) => this._set(callback, pin, options),
      clearWatch: (...args) => this._clear(args),
    });
  }

  isWatched(pin: number): boolean {
    for (const watch of this._watches.values()) if (watch.pin === pin) return true;
    return false;
  }

  /** Handles an edge from the queue. `time`: when it happened, system time in ms. */
  edge(pin: number, high: boolean, time: number): void {
    for (const [id, watch] of [...this._watches]) if (watch.pin === pin) this._edge(id, watch, high, time);
  }

  private _edge(id: number, watch: Watch, high: boolean, time: number): void {
    if (watch.debounce <= 0) {
      watch.state = high;
      return this._report(id, watch, high, time);
    }
    if (watch.pending) {
      const due = this._timers.lastPass + watch.pending.timer.left();
      watch.pending.timer.due(time, watch.debounce);
      watch.pending.state = high;
      // The timeout would have fired before this edge if the interpreter had not been busy.
      if (time > due && high !== watch.state) {
        watch.pending.timer.remove();
        watch.pending = undefined;
        watch.state = high;
        this._report(id, watch, high, due - watch.debounce);
      }
    } else if (high !== watch.state) {
      watch.pending = { state: high, timer: this._timers.addHidden(time, watch.debounce, () => this._settled(id, watch)) };
    }
  }

  /** The debounce time is over: the last edge counts if the level has changed. */
  private _settled(id: number, watch: Watch): void {
    const pending = watch.pending;
    if (!pending) return;
    watch.pending = undefined;
    if (pending.state === watch.state) return;
    watch.state = pending.state;
    this._report(id, watch, pending.state, this._timers.lastPass + pending.timer.left() - watch.debounce);
  }

  private _report(id: number, watch: Watch, high: boolean, time: number): void {
    const seconds = time / 1000;
    const isWatchedEdge = watch.edge === 0 || (high ? watch.edge > 0 : watch.edge < 0);
    if (isWatchedEdge) {
      const event = this._realm.object({
        state: high,
        lastTime: watch.lastTime,
        time: seconds,
        pin: this._pins.object(watch.pin),
      });
      if (!watch.repeat) this._watches.delete(id);
      this._call(watch.callback, [event]);
    }
    watch.lastTime = seconds;
  }

  private _set(callback: unknown, pinLike: unknown, options: unknown): number | undefined {
    const pin = this._pins.number(pinLike);
    if (pin === undefined) return void this._print("ERROR: Invalid pin");
    if (pin >= firstUnwatched && pin <= lastUnwatched) {
      this._print("WARNING: Unable to set watch. You may already have a watch on a pin with the same number (eg. A0 and B0),");
      return void this._print("or this pin cannot be used with watch");
    }
    const watch: Watch = {
      pin,
      callback: "",
      repeat: !isObject(options) && Boolean(options),
      edge: pin === buttonPin ? 1 : 0,
      debounce: pin === buttonPin ? 25 : 0,
      state: this._pins.read(pin) === 1,
      lastTime: undefined,
      pending: undefined,
    };
    if (isObject(options)) {
      watch.repeat = Boolean(options["repeat"]);
      if (options["debounce"] !== undefined) watch.debounce = Math.max(0, Number(options["debounce"]) || 0);
      const edge = options["edge"];
      const direction = typeof edge === "string" ? edges[edge] : typeof edge === "number" ? Math.sign(edge) : undefined;
      if (direction !== undefined) watch.edge = direction;
      else if (edge !== undefined) this._realm.fail("TypeError", "'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'");
    }
    if (!isFunction(callback) && typeof callback !== "string") return this._realm.fail("Error", "Function or String not supplied!");
    watch.callback = callback;
    if (!this.isWatched(pin)) this._pins.watch(pin);
    let id = 1;
    for (const used of this._watches.keys()) id = Math.max(id, used + 1);
    this._watches.set(id, watch);
    return id;
  }

  private _clear(args: unknown[]): void {
    if (args.length === 0) {
      for (const id of this._watches.keys()) this._remove(id);
      return;
    }
    if (args[0] === undefined) this._realm.fail("Error", "clearWatch(undefined) not allowed. Use clearWatch() instead");
    if (typeof args[0] !== "number" || !this._watches.has(args[0])) this._realm.fail("Error", `Unknown Watch ${String(args[0])}`);
    else this._remove(args[0]);
  }

  private _remove(id: number): void {
    // A pending debounce continues and still calls back once.
    this._watches.delete(id);
  }
}
