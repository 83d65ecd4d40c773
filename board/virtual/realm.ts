/**
 * A separate JavaScript realm (node:vm) with only what Espruino's interpreter has. It keeps a program from reaching the computer
 * by accident, but does not contain a hostile one: node:vm is not a security boundary.
 */
import vm from "node:vm";
import { detokenise } from "../shared/tokens.ts";
import { restrictBuiltins } from "./builtins.ts";
import { foreignWord } from "./check-source.ts";
import { reportRejections } from "./rejections.ts";

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
export const nativeSource = `function () { "use strict"; try { return body(this, [].slice.call(arguments)); } catch (error) { throw own(error); } }`;

// Runs inside the realm before anything is removed: creates values with the realm's own prototypes.
// An error from Node's own realm would give the program that realm's constructors, so it is replaced by one of its own realm.
const toolsSource = `((Object, Error) => {
  const own = (error) => {
    if (error === null || (typeof error !== "object" && typeof error !== "function") || error instanceof Object) return error;
    return new Error("" + error.message);
  };
  return {
  object: (proto) => Object.create(proto === undefined ? Object.prototype : proto),
  array: () => [],
  native: (body) => ${nativeSource},
  error: (kind, message) => new globalThis[kind](message),
  arrayBuffer: (bytes) => new Uint8Array(bytes),
  };
})(Object, Error)`;

export class Realm {
  readonly global: Guest;
  private readonly _context: vm.Context;
  private readonly _tools: Tools;
  private readonly _entry: vm.Script;
  private _pending: (() => unknown) | undefined;
  private _depth = 0;

  /**
   * @param _hangLimit real ms after which a call into the program counts as a hang
   * @param onRejection receives the reason of each unhandled rejection
   */
  constructor(
    private readonly _hangLimit: number,
    onRejection: (reason: unknown) => void = () => undefined,
  ) {
    this.global = Object.create(null) as Guest;
    // Text becomes code by `run` alone, which looks at it first. What promises call is limited in time like the rest.
    this._context = vm.createContext(this.global, { codeGeneration: { strings: false, wasm: false }, microtaskMode: "afterEvaluate" });
    this._tools = vm.runInContext(toolsSource, this._context) as Tools;
    const enter = "\u0000enter"; // not a name that a program of good will has
    Object.defineProperty(this.global, enter, { enumerable: false, value: this.native(() => this._pending?.()) });
    this._entry = new vm.Script(`globalThis[${JSON.stringify(enter)}]()`);
    reportRejections(vm.runInContext("Promise.prototype", this._context) as object, onRejection);
    restrictBuiltins((source) => vm.runInContext(source, this._context));
    this._replaceCodeMakers();
  }

  /** Runs source text in the global scope, like the console and the boot files. */
  run(code: string, filename: string): unknown {
    const source = detokenise(code);
    const foreign = foreignWord(source);
    if (foreign !== undefined) this.fail("ReferenceError", `${foreign} is not defined`);
    const script = new vm.Script(byteEscapes(source), { filename });
    return this.limited((): unknown => script.runInContext(this._context));
  }

  /** `eval` and `Function` by `run`: the chip's `eval` sees its caller's variables, this one the global ones only. */
  private _replaceCodeMakers(): void {
    const prototype = vm.runInContext("Function.prototype", this._context) as Guest;
    const made = "evalmachine.<anonymous>";
    const makeFunction = (...texts: unknown[]): unknown => {
      const body = texts.pop() ?? "";
      return this.run(`(function (${texts.map(String).join()}\n) {\n${String(body)}\n})`, made);
    };
    this.hidden(
      this.global,
      "eval",
      this.native((code) => (typeof code === "string" ? this.run(code, made) : code)),
    );
    this.hidden(this.global, "Function", this.constructorOf("Function", prototype, makeFunction));
  }

  /** Calls a function of the program. Throws what it throws, and `Hang` if it does not return in time. */
  call(fn: GuestFunction, self: unknown, args: readonly unknown[]): unknown {
    return this.limited(() => Reflect.apply(fn, self, args));
  }

  /**
   * Does what may run code of the program, a getter of its objects for instance. Throws `Hang` if it does not return in time.
   * node:vm can limit the time of a script only, so it is done through one.
   */
  limited<T>(body: () => T): T {
    if (this._depth > 0) return body();
    const done: { value: T }[] = [];
    this._depth++;
    const before = this._pending;
    this._pending = () => void done.push({ value: body() });
    try {
      this._entry.runInContext(this._context, { timeout: this._hangLimit });
    } catch (error) {
      if (isObject(error) && error["code"] === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new Hang();
      throw error;
    } finally {
      this._pending = before;
      this._depth--;
    }
    const [result] = done;
    if (result === undefined) throw new Error("the script has ended without doing its work");
    return result.value;
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
