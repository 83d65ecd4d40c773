/** What ECMAScript's library has and Espruino's has not. In the editor the types say so (board/ecmascript.d.ts). */
import { row, type Row } from "./row.ts";
import { linked, parentOf } from "./scopes.ts";

/** Global names that do not exist, with the way round each. */
const globals: Readonly<Record<string, string>> = {
  Map: "use an object, or an array of pairs",
  Set: "use an object, or an array with indexOf",
  WeakMap: "keep the value in a property",
  WeakSet: "keep a flag in a property",
  WeakRef: "drop the reference yourself",
  Symbol: "use a string",
  Proxy: "write the methods out",
  Reflect: "use Object's functions",
  BigInt: "use two numbers, or bytes",
  BigInt64Array: "use two numbers, or bytes",
  BigUint64Array: "use two numbers, or bytes",
  Intl: "format it by hand",
  RangeError: "use Error",
  EvalError: "use Error",
  URIError: "use Error",
  AggregateError: "use Error",
  encodeURI: "use encodeURIComponent",
  decodeURI: "use decodeURIComponent",
  escape: "use encodeURIComponent",
  unescape: "use decodeURIComponent",
  queueMicrotask: "use setTimeout(f, 0)",
  setImmediate: "use setTimeout(f, 0)",
  structuredClone: "use clone()",
  Buffer: "use strings of bytes, or Uint8Array",
  TextEncoder: "strings are bytes already",
  TextDecoder: "strings are bytes already",
  Atomics: "there is one thread",
  SharedArrayBuffer: "there is one thread",
};

/** Functions of global objects that do not exist. */
const statics: Readonly<Record<string, readonly string[]>> = {
  Object: ["freeze", "isFrozen", "seal", "isSealed", "preventExtensions", "isExtensible", "is", "hasOwn", "groupBy", "getOwnPropertySymbols"],
  Array: ["from", "of"],
  String: ["raw", "fromCodePoint"],
  Number: ["EPSILON", "MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER", "isFinite", "isInteger", "isNaN", "isSafeInteger", "parseFloat", "parseInt"],
  Math: ["acosh", "asinh", "atanh", "cbrt", "clz32", "cosh", "expm1", "fround", "hypot", "imul", "log10", "log1p", "log2", "sinh", "tanh", "trunc"],
  Date: ["UTC"],
  Promise: ["race", "allSettled", "any", "withResolvers"],
  ArrayBuffer: ["isView"],
};

/** Methods that no object has: names that a program would hardly give to its own. */
const methods = [
  "flat",
  "flatMap",
  "copyWithin",
  "reduceRight",
  "findLast",
  "findLastIndex",
  "toSorted",
  "toReversed",
  "toSpliced",
  "codePointAt",
  "localeCompare",
  "matchAll",
  "normalize",
  "trimStart",
  "trimEnd",
  "toLocaleLowerCase",
  "toLocaleUpperCase",
  "toLocaleString",
  "toExponential",
  "toPrecision",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toDateString",
  "toTimeString",
  "toLocaleDateString",
  "toLocaleTimeString",
];

const lack = "Espruino has no";

const noGlobal = row("missing-global", lack, (context) => ({
  Program(program) {
    const scope = context.sourceCode.getScope(program);
    const free = [...scope.through, ...scope.variables.filter((v) => v.defs.length === 0).flatMap((v) => v.references)];
    for (const { identifier } of free) {
      if (identifier.type !== "Identifier" || !Object.hasOwn(globals, identifier.name)) continue;
      const parent = parentOf(linked(identifier));
      if (parent.type === "UnaryExpression" && parent.operator === "typeof") continue;
      if (parent.type.startsWith("TS")) continue;
      context.report({ node: identifier, message: `${lack} ${identifier.name}: ${globals[identifier.name] ?? ""}.` });
    }
  },
}));

const noMember = row("missing-member", lack, (context) => ({
  MemberExpression({ object, property, computed }) {
    if (computed || property.type !== "Identifier") return;
    const owner = object.type === "Identifier" ? object.name : "";
    if (Object.hasOwn(statics, owner) && statics[owner]?.includes(property.name)) {
      context.report({ node: property, message: `${lack} ${owner}.${property.name}: write it out.` });
    } else if (methods.includes(property.name)) {
      context.report({ node: property, message: `${lack} method ${property.name}: write it out.` });
    }
  },
}));

export const libraryRows: readonly Row[] = [noGlobal, noMember];
