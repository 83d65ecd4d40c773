/** A separate JavaScript realm (node:vm) with only what Espruino's interpreter has. */
import vm from "node:vm";
import { restrictBuiltins } from "./builtins.ts";

/** A function of the program on the board. */
export type GuestFunction = (...args: unknown[]) => unknown;
/** An object of the program on the board. */
export type Guest = Record<string, unknown>;

/** The interpreter was still busy after the limit: a chip would hang. */
export class Hang extends Error {}

type ErrorKind = "Error" | "TypeError" | "SyntaxError" | "ReferenceError" | "InternalError";

interface Tools {
  object(proto?: object): Guest;
  array(): unknown[];
  native(body: (self: unknown, args: unknown[]) => unknown): GuestFunction;
  error(kind: string, message: string): Error;
  arrayBuffer(bytes: number): Uint8Array;
}

/** The source of every built-in function; the program sees native code. */
export const nativeSource = `function () { "use strict"; return body(this, [].slice.call(arguments)); }`;

// Runs inside the realm before anything is removed: creates values with the realm's own prototypes.
const toolsSource = `({
  object: (proto) => Object.create(proto === undefined ? Object.prototype : proto),
  array: () => [],
  native: (body) => ${nativeSource},
  error: (kind, message) => new globalThis[kind](message),
  arrayBuffer: (bytes) => new Uint8Array(bytes),
})`;

export class Realm {
  readonly global: Guest;
  private readonly _context: vm.Context;
  private readonly _tools: Tools;
  private readonly _entry: vm.Script;
  private _pending: (() => unknown) | undefined;
  private _depth = 0;

  /** @param _hangLimit real ms after which a call into the program counts as a hang */
  constructor(private readonly _hangLimit: number) {
    this.global = Object.create(null) as Guest;
    this._context = vm.createContext(this.global);
    this._tools = vm.runInContext(toolsSource, this._context) as Tools;
    const enter = "\u0000enter"; // not a name that a program can have
    Object.defineProperty(this.global, enter, { enumerable: false, value: () => this._pending?.() });
    this._entry = new vm.Script(`globalThis[${JSON.stringify(enter)}]()`);
    restrictBuiltins((source) => vm.runInContext(source, this._context));
  }

  /** Runs source text in the global scope, like the console and the boot files. */
  run(source: string, filename: string): unknown {
    const script = new vm.Script(byteEscapes(source), { filename });
    return this._limited(() => script.runInContext(this._context));
  }

  /** Calls a function of the program. Throws what it throws, and `Hang` if it does not return in time. */
  call(fn: GuestFunction, self: unknown, args: readonly unknown[]): unknown {
    return this._limited(() => Reflect.apply(fn, self, args));
  }

  /** node:vm can limit the time of a script only, so calls are made through one. */
  private _limited(body: () => unknown): unknown {
    if (this._depth > 0) return body();
    this._depth++;
    const before = this._pending;
    this._pending = body;
    try {
      return this._entry.runInContext(this._context, { timeout: this._hangLimit });
    } catch (error) {
      if (isObject(error) && error["code"] === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new Hang();
      throw error;
    } finally {
      this._pending = before;
      this._depth--;
    }
  }

  object(properties: Guest = {}): Guest {
    return Object.assign(this._tools.object(), properties);
  }

  array(items: readonly unknown[]): unknown[] {
    const array = this._tools.array();
    array.push(...items);
    return array;
  }

  bytes(data: Uint8Array): Uint8Array {
    const array = this._tools.arrayBuffer(data.length);
    array.set(data);
    return array;
  }

  /** A built-in function: `body` gets the program's arguments. */
  native(body: (...args: unknown[]) => unknown): GuestFunction {
    return this._tools.native((_self, args) => body(...args));
  }

  /** A built-in method: `body` gets the object it was called on, then the program's arguments. */
  method(body: (self: unknown, ...args: unknown[]) => unknown): GuestFunction {
    return this._tools.native((self, args) => body(self, ...args));
  }

  /** Adds built-in functions to an object as non-enumerable properties. */
  define(target: object, functions: Record<string, (...args: unknown[]) => unknown>): void {
    for (const [name, body] of Object.entries(functions)) this.hidden(target, name, this.native(body));
  }

  /** A built-in class: `body` returns the value of `new` or of a call. */
  constructorOf(name: string, prototype: Guest, body: (...args: unknown[]) => unknown): GuestFunction {
    const constructor = this.native(body);
    Object.defineProperty(constructor, "name", { value: name });
    Reflect.set(constructor, "prototype", prototype);
    this.hidden(prototype, "constructor", constructor);
    return constructor;
  }

  hidden(target: object, name: string, value: unknown): void {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }

  /** Throws one of the program's own errors. */
  fail(kind: ErrorKind, message: string): never {
    throw this._tools.error(kind, message);
  }
}

/** Strings are bytes: "\\u0142" in the source keeps only its low byte. */
function byteEscapes(source: string): string {
  return source.replace(/\\(?:\\|u(?!00)[0-9a-fA-F]{2}([0-9a-fA-F]{2}))/g, (all, low: string | undefined) => (low === undefined ? all : `\\x${low}`));
}

export function isFunction(value: unknown): value is GuestFunction {
  return typeof value === "function";
}

export function isObject(value: unknown): value is Guest {
  return typeof value === "object" && value !== null;
}

/** What the interpreter calls a value's type in its messages. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "Null";
  if (Array.isArray(value)) return "Array";
  const kind = typeof value;
  return kind.slice(0, 1).toUpperCase() + kind.slice(1);
}
