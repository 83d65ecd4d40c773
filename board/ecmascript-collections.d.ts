/** Complements ecmascript.d.ts: arrays, typed arrays and promises as in Espruino, and the types that TypeScript itself needs. */

interface ArrayLike<T> {
  readonly length: number;
  readonly [index: number]: T;
}

interface ConcatArray<T> extends ArrayLike<T> {
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
}

/** The methods that do not change the array. Callbacks run before the method returns. */
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [index: number]: T;
  concat(...items: (T | ConcatArray<T>)[]): T[];
  every(test: (value: T, index: number) => unknown): boolean;
  filter<S extends T>(test: (value: T, index: number) => value is S): S[];
  filter(test: (value: T, index: number) => unknown): T[];
  find<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined;
  findIndex(test: (value: T, index: number) => unknown): number;
  /** Do not change the array in the callback. */
  forEach(each: (value: T, index: number) => void): void;
  includes(value: T, from?: number): boolean;
  indexOf(value: T, from?: number): number;
  join(separator?: string): string;
  map<U>(each: (value: T, index: number) => U): U[];
  reduce(each: (before: T, value: T, index: number) => T): T;
  reduce<U>(each: (before: U, value: T, index: number) => U, first: U): U;
  slice(start?: number, end?: number): T[];
  some(test: (value: T, index: number) => unknown): boolean;
  toString(): string;
  [Symbol.iterator](): IterableIterator<T>;
}

/** `length` cannot be assigned. */
interface Array<T> extends ReadonlyArray<T> {
  [index: number]: T;
  fill(value: T, start?: number, end?: number): this;
  pop(): T | undefined;
  push(...items: T[]): number;
  reverse(): T[];
  shift(): T | undefined;
  sort(compare?: (a: T, b: T) => number): this;
  splice(start: number, count?: number, ...items: T[]): T[];
  unshift(...items: T[]): number;
}
declare const Array: {
  new <T>(length?: number): T[];
  <T>(length?: number): T[];
  isArray(value: unknown): value is unknown[];
};

interface ArrayBuffer {
  readonly byteLength: number;
}
declare const ArrayBuffer: new (bytes: number) => ArrayBuffer;

interface TypedArray {
  readonly buffer: ArrayBuffer;
  readonly byteLength: number;
  readonly byteOffset: number;
  readonly length: number;
  [index: number]: number;
  fill(value: number, start?: number, end?: number): this;
  forEach(each: (value: number, index: number) => void): void;
  indexOf(value: number, from?: number): number;
  join(separator?: string): string;
  set(values: ArrayLike<number>, offset?: number): void;
  /** A view, not a copy. */
  subarray(start?: number, end?: number): this;
  slice(start?: number, end?: number): number[];
  [Symbol.iterator](): IterableIterator<number>;
}
type Uint8Array = TypedArray;
declare const Uint8Array: new (source: number | ArrayLike<number> | ArrayBuffer, offset?: number, length?: number) => TypedArray;

interface PromiseLike<T> {
  then<R = T, F = never>(
    onResolve?: ((value: T) => R | PromiseLike<R>) | null,
    onReject?: ((reason: unknown) => F | PromiseLike<F>) | null,
  ): PromiseLike<R | F>;
}
/** No `finally`. */
interface Promise<T> {
  then<R = T, F = never>(onResolve?: ((value: T) => R | PromiseLike<R>) | null, onReject?: ((reason: unknown) => F | PromiseLike<F>) | null): Promise<R | F>;
  catch<F = never>(onReject: (reason: unknown) => F | PromiseLike<F>): Promise<T | F>;
}
declare const Promise: {
  new <T>(run: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: unknown) => void) => void): Promise<T>;
  all<T>(promises: readonly (T | PromiseLike<T>)[]): Promise<T[]>;
  resolve<T>(value: T): Promise<T>;
  reject(reason?: unknown): Promise<never>;
};

// for..of over arrays and strings works without iterators; only the compiler needs these. The linter rejects `Symbol`.
declare const Symbol: { readonly iterator: unique symbol };
interface Symbol {
  valueOf(): symbol;
}
interface Iterator<T> {
  next(): { done?: boolean; value: T };
}
interface Iterable<T> {
  [Symbol.iterator](): Iterator<T>;
}
interface IterableIterator<T> extends Iterator<T> {
  [Symbol.iterator](): IterableIterator<T>;
}

type PropertyKey = string | number;
type Partial<T> = { [K in keyof T]?: T[K] };
type Required<T> = { [K in keyof T]-?: T[K] };
type Readonly<T> = { readonly [K in keyof T]: T[K] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends PropertyKey, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends PropertyKey> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<F> = F extends (...args: infer A) => unknown ? A : never;
type ReturnType<F> = F extends (...args: never[]) => infer R ? R : never;
type ThisParameterType<F> = F extends (this: infer T, ...args: never[]) => unknown ? T : unknown;
type OmitThisParameter<F> = unknown extends ThisParameterType<F> ? F : F extends (...args: infer A) => infer R ? (...args: A) => R : F;
