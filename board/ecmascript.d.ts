/**
 * The subset of the ECMAScript library in Espruino, as measured on 2v29, with the differences noted. The chip project compiles
 * without TypeScript's own library, so `Object.freeze`, `[].lastIndexOf` or `new Map()` are errors in the editor.
 */

declare const NaN: number;
declare const Infinity: number;
declare function parseInt(text: string, radix?: number): number;
declare function parseFloat(text: string): number;
declare function isNaN(value: number): boolean;
declare function isFinite(value: number): boolean;
/** Works on bytes, so UTF-8 is encoded correctly. */
declare function encodeURIComponent(bytes: string | number | boolean): string;
declare function decodeURIComponent(text: string): string;
declare function btoa(bytes: string): string;
declare function atob(base64: string): string;

interface PropertyDescriptor {
  configurable?: boolean;
  enumerable?: boolean;
  value?: unknown;
  writable?: boolean;
  get?(): unknown;
  set?(value: unknown): void;
}

/** `"emit" in {}` is true and `({})["on"]` is a function, so use `hasOwnProperty` on an object used as a map. */
interface Object {
  toString(): string;
  valueOf(): Object;
  hasOwnProperty(key: PropertyKey): boolean;
}

interface ObjectConstructor {
  new (value?: unknown): Object;
  (value?: unknown): Object;
  assign<T extends object, U>(target: T, source: U): T & U;
  assign(target: object, ...sources: unknown[]): object;
  create<T extends object>(prototype: T): T;
  create(prototype: null): object;
  defineProperty<T>(object: T, key: PropertyKey, descriptor: PropertyDescriptor): T;
  entries<T>(object: { [key: string]: T }): [string, T][];
  fromEntries<T>(entries: readonly (readonly [string, T])[]): { [key: string]: T };
  getOwnPropertyDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined;
  getOwnPropertyNames(object: object): string[];
  getPrototypeOf(object: object): object | null;
  /** In insertion order, including numeric keys. */
  keys(object: object): string[];
  setPrototypeOf<T>(object: T, prototype: object | null): T;
  values<T>(object: { [key: string]: T } | ArrayLike<T>): T[];
}
declare const Object: ObjectConstructor;

/** Has no `name`. */
interface Function {
  apply(this: Function, thisArg: unknown, args?: unknown): unknown;
  call(this: Function, thisArg: unknown, ...args: unknown[]): unknown;
  bind(this: Function, thisArg: unknown, ...args: unknown[]): unknown;
  readonly length: number;
  prototype: unknown;
}

interface CallableFunction extends Function {
  apply<T, R>(this: (this: T) => R, thisArg: T): R;
  apply<T, A extends unknown[], R>(this: (this: T, ...args: A) => R, thisArg: T, args: A): R;
  call<T, A extends unknown[], R>(this: (this: T, ...args: A) => R, thisArg: T, ...args: A): R;
  bind<T>(this: T, thisArg: ThisParameterType<T>): OmitThisParameter<T>;
  bind<T, A extends unknown[], B extends unknown[], R>(this: (this: T, ...args: [...A, ...B]) => R, thisArg: T, ...args: A): (...args: B) => R;
}

interface NewableFunction extends Function {
  call<T, A extends unknown[]>(this: new (...args: A) => T, thisArg: T, ...args: A): void;
}

interface IArguments {
  [index: number]: unknown;
  readonly length: number;
}

interface Boolean {
  valueOf(): boolean;
}
declare const Boolean: (value?: unknown) => boolean;

interface Number {
  toString(radix?: number): string;
  toFixed(digits?: number): string;
  valueOf(): number;
}
/** `Number(" 12 ")` is NaN: trim first. */
declare const Number: {
  (value?: unknown): number;
  readonly MAX_VALUE: number;
  readonly MIN_VALUE: number;
  readonly NEGATIVE_INFINITY: number;
  readonly POSITIVE_INFINITY: number;
};

/** On the chip a character is a byte, 0..255. */
interface String {
  charAt(index: number): string;
  /** NaN outside the string. */
  charCodeAt(index: number): number;
  concat(...parts: string[]): string;
  endsWith(end: string): boolean;
  includes(part: string, from?: number): boolean;
  indexOf(part: string, from?: number): number;
  lastIndexOf(part: string, from?: number): number;
  match(pattern: RegExp | string): RegExpMatchArray | null;
  padEnd(length: number, fill?: string): string;
  padStart(length: number, fill?: string): string;
  repeat(count: number): string;
  replace(pattern: RegExp | string, replacement: string | ((match: string, ...groups: string[]) => string)): string;
  replaceAll(part: string, replacement: string): string;
  slice(start?: number, end?: number): string;
  /** A limit is ignored. */
  split(separator: RegExp | string): string[];
  startsWith(start: string, from?: number): boolean;
  substr(start: number, length?: number): string;
  substring(start: number, end?: number): string;
  /** A to Z only. */
  toLowerCase(): string;
  toUpperCase(): string;
  toString(): string;
  trim(): string;
  valueOf(): string;
  readonly length: number;
  readonly [index: number]: string;
  [Symbol.iterator](): IterableIterator<string>;
}
declare const String: {
  (value?: unknown): string;
  fromCharCode(...codes: number[]): string;
};

/** No `{n}`, `?`, lazy quantifiers, `(?`, `\b` or alternatives inside a group; `.` also matches line ends. */
interface RegExp {
  exec(text: string): RegExpMatchArray | null;
  test(text: string): boolean;
  readonly source: string;
  lastIndex: number;
}
declare const RegExp: {
  new (pattern: string, flags?: string): RegExp;
  (pattern: string, flags?: string): RegExp;
};
interface RegExpMatchArray extends Array<string> {
  index?: number;
  0: string;
}

interface Math {
  readonly E: number;
  readonly LN10: number;
  readonly LN2: number;
  readonly LOG10E: number;
  readonly LOG2E: number;
  readonly PI: number;
  readonly SQRT1_2: number;
  readonly SQRT2: number;
  abs(x: number): number;
  acos(x: number): number;
  asin(x: number): number;
  atan(x: number): number;
  atan2(y: number, x: number): number;
  ceil(x: number): number;
  /** Espruino's own: limits x to min..max. */
  clip(x: number, min: number, max: number): number;
  cos(x: number): number;
  exp(x: number): number;
  floor(x: number): number;
  log(x: number): number;
  max(...values: number[]): number;
  min(...values: number[]): number;
  pow(x: number, y: number): number;
  /** 0 <= x < 1, not for secrets. Seed it: see `E.srand`. */
  random(): number;
  /** Rounds halves away from zero: `Math.round(-1.5)` is -2. */
  round(x: number): number;
  sign(x: number): number;
  sin(x: number): number;
  sqrt(x: number): number;
  tan(x: number): number;
}
declare const Math: Math;

interface Date {
  getTime(): number;
  getDate(): number;
  getDay(): number;
  getFullYear(): number;
  getHours(): number;
  getMilliseconds(): number;
  getMinutes(): number;
  getMonth(): number;
  getSeconds(): number;
  getTimezoneOffset(): number;
  toISOString(): string;
  toString(): string;
  valueOf(): number;
}
declare const Date: {
  new (time?: number | string): Date;
  new (year: number, month: number, day?: number, hours?: number, minutes?: number, seconds?: number, ms?: number): Date;
  /** ms since 1970, with fractions; counts from 0 at power-on until the clock is set. */
  now(): number;
  parse(text: string): number;
};

declare const JSON: {
  /** Accepts trailing text (`{} x`); UTF-8 stays bytes. */
  parse(text: string): unknown;
  /** Writes every byte over 0x7F as \u00XX; undefined as `null`; a function inside an array as invalid JSON. */
  stringify(value: unknown, replacer?: null, indent?: number | string): string;
};

/** Has no `name`; a TypeError is not an instance of Error. */
interface Error {
  message: string;
  stack?: string;
}
interface ErrorConstructor {
  new (message?: string): Error;
  (message?: string): Error;
}
declare const Error: ErrorConstructor;
declare const TypeError: ErrorConstructor;
declare const SyntaxError: ErrorConstructor;
declare const ReferenceError: ErrorConstructor;
declare const InternalError: ErrorConstructor;
