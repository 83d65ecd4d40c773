/**
 * `on` and `emit` of every object, as the interpreter keeps them: listeners are a plain array in the property "#on…",
 * `emit` queues, and the queue runs when the program is back in the idle loop.
 */
import { isFunction, isObject, type Guest, type GuestFunction, type Realm } from "./realm.ts";

interface Queued {
  self: unknown;
  callback: unknown;
  args: readonly unknown[];
}

/** How the interpreter runs a callback: it reports what the callback throws and goes on. */
export interface Caller {
  callback(callback: unknown, self: unknown, args: readonly unknown[]): void;
  /** A listener list that cannot be run: the interpreter stops with this event and says so. */
  interrupted(): void;
}

const mostArguments = 4;

export class Events {
  private readonly _queue: Queued[] = [];

  constructor(
    private readonly _realm: Realm,
    private readonly _caller: Caller,
  ) {}

  get waiting(): boolean {
    return this._queue.length > 0;
  }

  /** Puts the methods on the world's Object.prototype. */
  install(objectPrototype: object): void {
    const realm = this._realm;
    const add = (first: boolean) =>
      realm.method((self, event, listener) => {
        this._add(this._parent(self), this._name(event), listener, first);
      });
    realm.hidden(objectPrototype, "on", add(false));
    realm.hidden(objectPrototype, "addListener", add(false));
    realm.hidden(objectPrototype, "prependListener", add(true));
    realm.hidden(
      objectPrototype,
      "emit",
      realm.method((self, event, ...args) => {
        const parent = this._parent(self);
        const name = this._name(event);
        this.emit(parent, name, args.slice(0, mostArguments));
        if (args.length > mostArguments) realm.fail("TypeError", `Too many arguments (>${mostArguments})`);
      }),
    );
    realm.hidden(
      objectPrototype,
      "removeListener",
      realm.method((self, event, listener) => {
        const list = this._parent(self)[`#on${this._name(event)}`];
        if (!Array.isArray(list)) return;
        const at = list.indexOf(listener);
        if (at >= 0) list.splice(at, 1);
      }),
    );
    realm.hidden(
      objectPrototype,
      "removeAllListeners",
      realm.method((self, event) => {
        const parent = this._parent(self);
        if (event !== undefined) delete parent[`#on${this._name(event)}`];
        else for (const key of Object.keys(parent)) if (key.startsWith("#on")) delete parent[key];
      }),
    );
  }

  /** Queues an event of a built-in object; nothing happens when nobody listens. */
  emit(object: Guest, event: string, args: readonly unknown[]): void {
    const callback = object[`#on${event}`];
    if (callback !== undefined) this.queue(callback, object, args);
  }

  /** Runs an event's listeners at once. False when there are none. */
  emitNow(object: Guest, event: string, args: readonly unknown[]): boolean {
    const callback = object[`#on${event}`];
    if (callback === undefined) return false;
    this._run({ self: object, callback, args });
    return true;
  }

  queue(callback: unknown, self: unknown, args: readonly unknown[]): void {
    this._queue.push({ self, callback, args });
  }

  /** Runs what is queued, and what that queues. */
  runQueued(): void {
    for (let next = this._queue.shift(); next; next = this._queue.shift()) this._run(next);
  }

  private _run({ self, callback, args }: Queued): void {
    if (!Array.isArray(callback)) return this._caller.callback(callback, self, args);
    // The interpreter takes the next listener before it runs this one: if this one removes it, it still runs, but the
    // way to those after it is lost.
    for (let at = 0, next: unknown = callback[0]; at >= 0 && at < callback.length; ) {
      const listener = next;
      if (listener === undefined) return this._caller.interrupted();
      const following: unknown = callback[at + 1];
      const last = at + 1 >= callback.length;
      this._caller.callback(listener, self, args);
      if (last) return;
      next = following;
      at = callback.indexOf(following);
      if (at < 0) return this._caller.callback(following, self, args);
    }
  }

  private _add(parent: Guest, event: string, listener: unknown, first: boolean): void {
    if (!isFunction(listener) && typeof listener !== "string")
      this._realm.fail("TypeError", "Second argument must be a function or a String");
    const before = parent[`#on${event}`];
    // A new array each time: a listener that is added while the event runs is not called for it.
    const others: unknown[] = Array.isArray(before) ? before : isFunction(before) ? partsOf(before) : [];
    parent[`#on${event}`] = this._realm.array(first ? [listener, ...others] : [...others, listener]);
  }

  private _parent(self: unknown): Guest {
    if (isObject(self)) return self;
    // A function holds listeners too; it is an object to JavaScript, though not to TypeScript's guard.
    if (isFunction(self)) return Object(self) as Guest;
    return this._realm.fail("TypeError", "Parent must be an object - not a String, Integer, etc");
  }

  private _name(event: unknown): string {
    return typeof event === "string" ? event : this._realm.fail("TypeError", "First argument must be String");
  }
}

/**
 * On top of a bare function (net.connect's callback) the interpreter copies the function's parts for listeners: its
 * parameters, which stop the event, and its code, which then runs in the global scope.
 */
function partsOf(fn: GuestFunction): unknown[] {
  const code = /^[^{]*\{([^]*)\}$/.exec(String(fn))?.[1] ?? "";
  return [...new Array<undefined>(fn.length).fill(undefined), code];
}
