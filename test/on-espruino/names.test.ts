/** Every name that V8 knows is there, or missing, on the virtual board as on the interpreter. */
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { boards } from "../support/boards.ts";

/** One instance of each of V8's classes that the interpreter has too. */
const instances: Record<string, string> = {
  Object: "({})",
  Function: "(function(){})",
  Array: "[]",
  String: '"a"',
  Number: "(1)",
  Boolean: "true",
  RegExp: "/a/",
  Date: "new Date()",
  Promise: "Promise.resolve(1)",
  Error: 'new Error("x")',
  TypeError: 'new TypeError("x")',
  ArrayBuffer: "new ArrayBuffer(4)",
  DataView: "new DataView(new ArrayBuffer(4))",
  Uint8Array: "new Uint8Array(1)",
};

/** What V8 does not let go of, or needs itself, so that the virtual board has it though the interpreter has not. */
const v8Keeps =
  /^(RegExp\.prototype\.\w+|Error\.stackTraceLimit|Number\.(MAX_SAFE_INTEGER|MIN_SAFE_INTEGER|EPSILON)|.*\.BYTES_PER_ELEMENT|(\w+|\w+\.prototype)\.(length|name|prototype|arguments|caller|constructor)|undefined)$/;

/** What the interpreter has, of all that V8 has; measured on 2v29. */
const has =
  "Object Function Array Number parseFloat parseInt Infinity NaN Boolean String Date Promise RegExp Error " +
  "ReferenceError SyntaxError TypeError globalThis JSON Math ArrayBuffer Uint8Array Int8Array Uint16Array " +
  "Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray DataView decodeURIComponent " +
  "encodeURIComponent eval isFinite isNaN console Object.assign Object.getOwnPropertyDescriptor " +
  "Object.getOwnPropertyDescriptors Object.getOwnPropertyNames Object.create Object.defineProperties " +
  "Object.defineProperty Object.getPrototypeOf Object.setPrototypeOf Object.keys Object.entries " +
  "Object.fromEntries Object.values Object.prototype.hasOwnProperty Object.prototype.toString " +
  "Object.prototype.valueOf Object.prototype.__proto__ Function.prototype.apply Function.prototype.bind " +
  "Function.prototype.call Function.prototype.toString Array.isArray Array.prototype.concat Array.prototype.fill " +
  "Array.prototype.find Array.prototype.findIndex Array.prototype.pop Array.prototype.push " +
  "Array.prototype.reverse Array.prototype.shift Array.prototype.unshift Array.prototype.slice " +
  "Array.prototype.sort Array.prototype.splice Array.prototype.includes Array.prototype.indexOf " +
  "Array.prototype.join Array.prototype.forEach Array.prototype.filter Array.prototype.map Array.prototype.every " +
  "Array.prototype.some Array.prototype.reduce Array.prototype.toString Number.MAX_VALUE Number.MIN_VALUE " +
  "Number.NaN Number.NEGATIVE_INFINITY Number.POSITIVE_INFINITY Number.prototype.toFixed " +
  "Number.prototype.toString Number.prototype.valueOf Boolean.prototype.toString Boolean.prototype.valueOf " +
  "String.fromCharCode String.prototype.charAt String.prototype.charCodeAt String.prototype.concat " +
  "String.prototype.endsWith String.prototype.includes String.prototype.indexOf String.prototype.lastIndexOf " +
  "String.prototype.match String.prototype.padEnd String.prototype.padStart String.prototype.repeat " +
  "String.prototype.replace String.prototype.replaceAll String.prototype.slice String.prototype.split " +
  "String.prototype.substr String.prototype.substring String.prototype.startsWith String.prototype.toString " +
  "String.prototype.trim String.prototype.toLowerCase String.prototype.toUpperCase String.prototype.valueOf " +
  "Date.now Date.parse Date.prototype.toString Date.prototype.toISOString Date.prototype.toUTCString " +
  "Date.prototype.getDate Date.prototype.setDate Date.prototype.getDay Date.prototype.getFullYear " +
  "Date.prototype.setFullYear Date.prototype.getHours Date.prototype.setHours Date.prototype.getMilliseconds " +
  "Date.prototype.setMilliseconds Date.prototype.getMinutes Date.prototype.setMinutes Date.prototype.getMonth " +
  "Date.prototype.setMonth Date.prototype.getSeconds Date.prototype.setSeconds Date.prototype.getTime " +
  "Date.prototype.setTime Date.prototype.getTimezoneOffset Date.prototype.getUTCDate Date.prototype.getUTCDay " +
  "Date.prototype.getUTCFullYear Date.prototype.getUTCHours Date.prototype.getUTCMilliseconds " +
  "Date.prototype.getUTCMinutes Date.prototype.getUTCMonth Date.prototype.getUTCSeconds Date.prototype.valueOf " +
  "Date.prototype.toJSON Promise.all Promise.resolve Promise.reject Promise.prototype.then Promise.prototype.catch Error.prototype.message " +
  "Error.prototype.toString TypeError.prototype.message JSON.parse JSON.stringify Math.abs Math.acos Math.asin " +
  "Math.atan Math.atan2 Math.ceil Math.cos Math.exp Math.floor Math.log Math.max Math.min Math.pow Math.random " +
  "Math.round Math.sign Math.sin Math.sqrt Math.tan Math.E Math.LN10 Math.LN2 Math.LOG10E Math.LOG2E Math.PI " +
  "Math.SQRT1_2 Math.SQRT2 ArrayBuffer.prototype.byteLength DataView.prototype.buffer " +
  "DataView.prototype.byteLength DataView.prototype.byteOffset DataView.prototype.getInt8 " +
  "DataView.prototype.setInt8 DataView.prototype.getUint8 DataView.prototype.setUint8 DataView.prototype.getInt16 " +
  "DataView.prototype.setInt16 DataView.prototype.getUint16 DataView.prototype.setUint16 " +
  "DataView.prototype.getInt32 DataView.prototype.setInt32 DataView.prototype.getUint32 " +
  "DataView.prototype.setUint32 DataView.prototype.getFloat32 DataView.prototype.setFloat32 " +
  "DataView.prototype.getFloat64 DataView.prototype.setFloat64 console.debug console.error console.info " +
  "console.log console.warn console.trace";

function v8Names(): string[] {
  const source = `(() => {
    const names = [];
    for (const root of Object.getOwnPropertyNames(globalThis)) {
      names.push(root);
      const value = globalThis[root];
      if (value === globalThis || (typeof value !== "function" && typeof value !== "object") || !value) continue;
      for (const own of Object.getOwnPropertyNames(value)) names.push(root + "." + own);
      if (value.prototype) for (const own of Object.getOwnPropertyNames(value.prototype)) names.push(root + ".prototype." + own);
    }
    return names;
  })()`;
  const names: unknown = vm.runInNewContext(source);
  if (!Array.isArray(names)) throw new Error("V8 has no names");
  return names.map(String).filter((name) => /^[\w$.]+$/.test(name) && !v8Keeps.test(name));
}

/** An expression that is a name's value; undefined where there is nothing to take it from. */
function expressionOf(name: string): string | undefined {
  const [root = "", second, third] = name.split(".");
  if (second === undefined) return root;
  if (third !== undefined) return instances[root] && `${instances[root]}.${third}`;
  return `${root}.${second}`;
}

describe.each(boards())("on the %s", (_name, make) => {
  let board: ProgrammableBoard;
  beforeAll(async () => {
    board = make();
    await board.powerOn();
  });
  afterAll(() => board.discard());

  /** Those of the names that are there. */
  async function present(names: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (let from = 0; from < names.length; from += 10) {
      const some = names.slice(from, from + 10).filter((name) => expressionOf(name) !== undefined);
      const types = await board.eval(`[${some.map((name) => `typeof ${expressionOf(name) ?? ""}`).join()}].join()`);
      types.split(",").forEach((type, at) => type !== "undefined" && found.push(some[at] ?? ""));
    }
    return found;
  }

  test("JavaScript's own names are those that the interpreter has", async () => {
    const names = v8Names();
    const roots = await present(names.filter((name) => !name.includes(".")));
    const members = await present(names.filter((name) => name.includes(".") && roots.includes(name.split(".")[0] ?? "")));
    expect([...roots, ...members].join(" ")).toBe(has);
  });
});
