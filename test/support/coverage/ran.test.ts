/** V8's nested ranges become marks, one for each character. */
import type { Profiler } from "node:inspector";
import { expect, it } from "vitest";
import { bothRan, whatRan } from "./ran.ts";

function script(url: string, ...ranges: [startOffset: number, endOffset: number, count: number][]): Profiler.ScriptCoverage {
  const named = ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count }));
  return { scriptId: "1", url, functions: [{ functionName: "", isBlockCoverage: true, ranges: named }] };
}

it("the innermost range says whether a character ran", () => {
  expect(whatRan([script("ding.js", [0, 8, 1], [2, 6, 0], [3, 4, 2])], () => true)).toEqual({ "ding.js:8": "11010011" });
});

it("what ran in one of several boots ran", () => {
  const boots = [script("ding.js", [0, 4, 1], [2, 4, 0]), script("ding.js", [0, 4, 1], [1, 3, 0])];
  expect(whatRan(boots, () => true)).toEqual({ "ding.js:4": "1101" });
});

it("scripts of one name and two lengths are two programs", () => {
  expect(whatRan([script("ding.js", [0, 2, 1]), script("ding.js", [0, 3, 0])], () => true)).toEqual({ "ding.js:2": "11", "ding.js:3": "000" });
});

it("other scripts do not count", () => {
  expect(whatRan([script("REPL", [0, 2, 1])], (name) => name === "ding.js")).toEqual({});
});

it("two test files together ran what either ran", () => {
  expect(bothRan({ "ding.js:4": "1100", "boot:1": "0" }, { "ding.js:4": "0101" })).toEqual({ "ding.js:4": "1101", "boot:1": "0" });
});
