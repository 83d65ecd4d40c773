/**
 * `on` and `emit` of every object, as in the interpreter: listeners are a plain array in the property "#on…", and `emit`
 * adds to a queue that runs when the program is back in the idle loop.
 */
import { isFunction, isObject, type Guest, type GuestFunction, type Realm } from "./realm.ts";

interface Queued {
  self: unknown;
  callback: unknown;
  args: readonly unknown[];
}

/** Runs callbacks the interpreter's way: it reports an exception and continues. */
export interface Caller {
  callback(callback: unknown, self: unknown, args: readonly unknown[]): void;
  /** The listener list is broken: the interpreter drops the event and prints a message. */
  interrupted(): void;
}

const maxArguments = 4;

export class Events {
  private readonly _queue: Queued[] = [];

  constructor(
    private readonly _realm: Realm,
    private readonly _caller: Caller,
  ) {}

  get waiting(): boolean {
    return this._queue.length > 0;
  }

  /** Adds the methods to the realm's Object.prototype. */
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
        this.emit(parent, name, args.slice(0, maxArguments));
        if (args.length > maxArguments) realm.fail("TypeError", `Too many arguments (>${maxArguments})`);
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

  /** Queues an event of a built-in object; does nothing without a listener. */
  emit(object: Guest, event: string, args: readonly unknown[]): void {
    const callback = object[`#on${event}`];
    if (callback !== undefined) this.queue(callback, object, args);
  }

  /** Runs an event's listeners at once. Returns false if nobody listens. */
  emitNow(object: Guest, event: string, args: readonly unknown[]): boolean {
    const callback = object[`#on${event}`];
    if (callback === undefined) return false;
    this._run({ self: object, callback, args });
    return true;
  }

  queue(callback: unknown, self: unknown, args: readonly unknown[]): void {
    this._queue.push({ self, callback, args });
  }

  /** Runs the queue, including what is added meanwhile. */
  runQueued(): void {
    for (let next = this._queue.shift(); next; next = this._queue.shift()) this._run(next);
  }

  private _run({ self, callback, args }: Queued): void {
    if (!Array.isArray(callback)) return this._caller.callback(callback, self, args);
    // The interpreter fetches the next listener before it runs this one. If this one removes the next, the next still
    // runs, but those after it do not.
    for (let at = 0, next: unknown = callback[0]; at >= 0 && at < callback.length;) {
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
    if (!isFunction(listener) && typeof listener !== "string") this._realm.fail("TypeError", "Second argument must be a function or a String");
    const before = parent[`#on${event}`];
    // A new array each time, so a listener added during the event is not called for it.
    const others: unknown[] = Array.isArray(before) ? before : isFunction(before) ? partsOf(before) : [];
    parent[`#on${event}`] = this._realm.array(first ? [listener, ...others] : [...others, listener]);
  }

  private _parent(self: unknown): Guest {
    if (isObject(self)) return self;
    // A function can have listeners as well, although isObject excludes it.
    if (isFunction(self)) return Object(self) as Guest;
    return this._realm.fail("TypeError", "Parent must be an object - not a String, Integer, etc");
  }

  private _name(event: unknown): string {
    return typeof event === "string" ? event : this._realm.fail("TypeError", "First argument must be String");
  }
}

/**
 * The interpreter's bug when a listener is added to a bare function (net.connect's callback): it copies the function's parts
 * as listeners, its parameters, which break the event, and its code, which then runs in the global scope.
 */
function partsOf(fn: GuestFunction): unknown[] {
  const code = /^[^{]*\{([^]*)\}$/.exec(String(fn))?.[1] ?? "";
  return [...new Array<undefined>(fn.length).fill(undefined), code];
}
