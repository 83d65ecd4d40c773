/**
 * The part of JavaScript's library that Espruino 2v29 has, as an allow-list measured name by name. Everything else is
 * deleted, so that code which relies on it fails here as on the chip.
 */

/** Globals and their static members (`Object.keys`). */
const statics: Record<string, string> = {
  Object:
    "assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors " +
    "getOwnPropertyNames getPrototypeOf keys setPrototypeOf values",
  Function: "",
  Array: "isArray",
  Number: "MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY",
  Boolean: "",
  String: "fromCharCode",
  Date: "now parse",
  Promise: "all reject resolve",
  RegExp: "",
  Error: "",
  ReferenceError: "",
  SyntaxError: "",
  TypeError: "",
  Math: "abs acos asin atan atan2 ceil cos exp floor log max min pow random round sign sin sqrt tan " + "E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2",
  JSON: "parse stringify",
  ArrayBuffer: "",
  DataView: "",
  Uint8Array: "",
  Uint8ClampedArray: "",
  Int8Array: "",
  Uint16Array: "",
  Int16Array: "",
  Uint32Array: "",
  Int32Array: "",
  Float32Array: "",
  Float64Array: "",
};

/** Globals without static members. */
const plain = "Infinity NaN undefined globalThis parseFloat parseInt isFinite isNaN eval encodeURIComponent decodeURIComponent";

/** Members of instances. */
const prototypes: Record<string, string> = {
  Object: "__proto__ hasOwnProperty toString valueOf",
  Function: "apply bind call toString",
  Array: "concat every fill filter find findIndex forEach includes indexOf join map pop push reduce reverse shift slice some " + "sort splice toString unshift",
  Number: "toFixed toString valueOf",
  Boolean: "toString valueOf",
  String:
    "charAt charCodeAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat replace replaceAll slice " +
    "split startsWith substr substring toLowerCase toString toUpperCase trim valueOf",
  Date:
    "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset " +
    "getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate " +
    "setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime toISOString toJSON toString toUTCString " +
    "valueOf",
  Promise: "catch then",
  // V8's replace and match read the single flags; in Espruino a RegExp has only `flags`.
  RegExp: "exec flags source test toString global ignoreCase multiline dotAll unicode unicodeSets sticky hasIndices",
  Error: "message toString",
  ReferenceError: "message",
  SyntaxError: "message",
  TypeError: "message",
  ArrayBuffer: "byteLength",
  DataView:
    "buffer byteLength byteOffset getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setFloat32 " +
    "setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8",
};

/** Members of every typed array (`Object.getPrototypeOf(Uint8Array.prototype)`). */
const typedArray =
  "buffer byteLength byteOffset every fill filter find forEach includes indexOf join length map reduce reverse set slice " + "some sort subarray toString";

/** What V8 itself needs: without stackTraceLimit its errors have no stack. */
const alwaysKept = ["prototype", "length", "name", "constructor", "stackTraceLimit"];

const fence = `(function (statics, plain, prototypes, typedArray, kept) {
  var global = this;
  function keepOnly(target, names) {
    Object.getOwnPropertyNames(target).forEach(function (name) {
      if (kept.indexOf(name) < 0 && names.indexOf(name) < 0) delete target[name];
    });
  }
  function listed(names) { return names.split(" "); }
  Object.keys(statics).forEach(function (name) { keepOnly(global[name], listed(statics[name])); });
  Object.keys(prototypes).forEach(function (name) { keepOnly(global[name].prototype, listed(prototypes[name])); });
  keepOnly(Object.getPrototypeOf(Uint8Array.prototype), listed(typedArray));
  keepOnly(Object.getPrototypeOf(Uint8Array), []);
  var toString = function () { return this.message ? this.type + ": " + this.message : this.type; };
  var InternalError = class InternalError extends Error {};
  Object.defineProperty(global, "InternalError", { value: InternalError, writable: true, configurable: true });
  // Errors have a \`type\` instead of a name.
  ["Error", "ReferenceError", "SyntaxError", "TypeError", "InternalError"].forEach(function (type) {
    var prototype = global[type].prototype;
    delete prototype.name;
    Object.defineProperty(prototype, "type", { value: type, writable: true, configurable: true });
    Object.defineProperty(prototype, "toString", { value: toString, writable: true, configurable: true });
    // Other errors do not inherit from Error: \`instanceof Error\` is false for them.
    if (type !== "Error") Object.setPrototypeOf(prototype, Object.prototype);
  });
  // Rounds halves away from zero.
  var truncated = function (x) { return x < 0 ? Math.ceil(x) : Math.floor(x); };
  Object.defineProperty(Math, "round", { configurable: true, writable: true, value: function (x) {
    return isFinite(x) ? truncated(+x + (x < 0 ? -0.5 : 0.5)) : +x;
  } });
  // Strings are bytes: a code above 255 loses its high bits.
  var fromCharCode = String.fromCharCode;
  var byteCode = function () {
    for (var text = "", i = 0; i < arguments.length; i++) text += fromCharCode(arguments[i] & 255);
    return text;
  };
  Object.defineProperty(String, "fromCharCode", { value: byteCode, writable: true, configurable: true });
  [["toUpperCase", /[a-z]+/g], ["toLowerCase", /[A-Z]+/g]].forEach(function (pair) {
    var change = String.prototype[pair[0]];
    Object.defineProperty(String.prototype, pair[0], { configurable: true, writable: true, value: function () {
      return String(this).replace(pair[1], function (letters) { return change.call(letters); });
    } });
  });
  // Trims ASCII whitespace only: 0xA0 is a byte.
  Object.defineProperty(String.prototype, "trim", { configurable: true, writable: true, value: function () {
    return String(this).replace(/^[ \\t-\\r]+|[ \\t-\\r]+$/g, "");
  } });
  var globals = Object.keys(statics).concat(listed(plain), ["InternalError"]);
  Object.getOwnPropertyNames(global).forEach(function (name) {
    if (globals.indexOf(name) < 0 && name.charCodeAt(0) > 0) delete global[name];
  });
})`;

/** Removes from a fresh realm what the interpreter lacks, and changes what it does differently. */
export function restrictBuiltins(run: (source: string) => unknown): void {
  const apply = run(`(function (fence, a) { fence.apply(globalThis, a); })`) as (fence: unknown, lists: unknown[]) => void;
  apply(run(fence), [statics, plain, prototypes, typedArray, alwaysKept]);
}
