/** V8's nested ranges become counts, one for each character. */
import type { Profiler } from "node:inspector";
import { expect, it } from "vitest";
import { bothRan, whatRan } from "./ran.ts";

function script(url: string, ...ranges: [startOffset: number, endOffset: number, count: number][]): Profiler.ScriptCoverage {
  const named = ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count }));
  return { scriptId: "1", url, functions: [{ functionName: "", isBlockCoverage: true, ranges: named }] };
}

it("the innermost range says how often a character ran", () => {
  expect(whatRan([script("ding.js", [0, 8, 1], [2, 6, 0], [3, 4, 2])], () => true)).toEqual({ "ding.js:8": [1, 1, 0, 2, 0, 0, 1, 1] });
});

it("what ran in several boots is added up", () => {
  const boots = [script("ding.js", [0, 4, 1], [2, 4, 0]), script("ding.js", [0, 4, 1], [1, 3, 0])];
  expect(whatRan(boots, () => true)).toEqual({ "ding.js:4": [2, 1, 0, 1] });
});

it("scripts of one name and two lengths are two programs", () => {
  expect(whatRan([script("ding.js", [0, 2, 1]), script("ding.js", [0, 3, 0])], () => true)).toEqual({ "ding.js:2": [1, 1], "ding.js:3": [0, 0, 0] });
});

it("other scripts do not count", () => {
  expect(whatRan([script("REPL", [0, 2, 1])], (name) => name === "ding.js")).toEqual({});
});

it("two test files are added up", () => {
  expect(bothRan({ "ding.js:2": [1, 0], "boot:1": [0] }, { "ding.js:2": [1, 3] })).toEqual({ "ding.js:2": [2, 3], "boot:1": [0] });
});
