/** Functions that run rarely exist only while they run. */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { groupRare, type RareGroup } from "../../../src/tools/bundle/rare.ts";

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
const groups: readonly RareGroup[] = [{ name: "starting", sources: ["src/start.ts"] }];

/** A bundle of two modules, as the bundler writes it: each begins with its name. */
function moved(rare: readonly string[], busy: readonly string[], how: { busy?: string[]; groups?: readonly RareGroup[] } = {}): string {
  const code = ["// src/start.ts", ...rare, "// src/main.ts", ...busy].join("\n");
  return groupRare(code, emptyMap, how.groups ?? groups, how.busy ?? [], "setTimeout").code;
}

function resultOf(code: string): unknown {
  return runInNewContext(`var result, timers = [], setTimeout = function () { timers.push([].slice.call(arguments)); };${code}\nresult`);
}

describe("a function of a rare file", () => {
  const rare = ["function deep(n) {", "  return n + 1;", "}", "function begin(n) {", "  return deep(n) * 2;", "}"];
  const busy = ["function often() {", "  return begin(20);", "}", "result = often();"];

  it("is made anew each time it is called from outside, with all that it calls", () => {
    const code = moved(rare, busy);
    expect(code).toMatch(/^function starting\(\) \{\nfunction deep\(n\) \{/);
    expect(code).toContain("return { $1: begin };");
    expect(code).toContain("return starting().$1(20);");
  });

  it("does what it did", () => {
    const plain = [...rare, ...busy].join("\n");
    expect([resultOf(moved(rare, busy)), resultOf(plain)]).toEqual([42, 42]);
  });

  it("stays if it is busy, and others may call it from their group", () => {
    const code = moved(rare, busy, { busy: ["deep"] });
    expect(code).toMatch(/function starting\(\) \{\nfunction begin/);
    expect(resultOf(code)).toBe(42);
  });
});

it("one that is handed on as a value stays: whoever keeps it would keep its group", () => {
  const code = moved(["function listener() {", "}", "function begin() {", "  socket.on('data', listener);", "}"], ["begin();"]);
  expect(code).toMatch(/function starting\(\) \{\nfunction begin/);
  expect(code).toMatch(/\}\n\/\/ src\/start\.ts\nfunction listener/);
});

it("one that leaves a function behind stays, but not one whose function is only called meanwhile", () => {
  const leaves = ["function begin() {", "  return setTimeout(function () {}, 5);", "}"];
  const calls = ["function add(list) {", "  return list.map(function (n) { return n + 1; });", "}"];
  const code = moved([...leaves, ...calls], ["result = begin() || add([1]);"]);
  expect(code).toContain("result = begin() || starting().$0([1]);");
});

it("a timer calls it by its property, behind the time and in front of what it is given", () => {
  const code = moved(["function again(a, b) {", "  result = a + b;", "}"], ["setTimeout(again, 5, 20, 22);"]);
  expect(code).toContain('setTimeout(startingLater, 5, "$0", 20, 22);');
  expect(resultOf(`${code}\nvar timer = timers[0]; timer[0].apply(null, timer.slice(2))`)).toBe(42);
});

it("says what it moved, by group", () => {
  const code = "// src/start.ts\nfunction begin() {\n}\n// src/main.ts\nbegin();";
  expect([...groupRare(code, emptyMap, groups, [], "setTimeout").moved]).toEqual([["starting", ["begin"]]]);
});

it("a file of which nothing can be moved is a mistake in the list", () => {
  const more = [{ name: "starting", sources: ["src/start.ts", "src/gone.ts"] }];
  expect(() => moved(["function begin() {", "}"], ["begin();"], { groups: more })).toThrow("nothing of src/gone.ts can be moved: mend the group starting");
});

it("the source map follows the lines", () => {
  const code = "// src/main.ts\nuse();\n// src/start.ts\nfunction use() {\n}";
  const map = JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA;AACA;AACA;AACA;AACA" });
  const out = groupRare(code, map, groups, [], "setTimeout");
  expect(out.code.split("\n")).toEqual([
    "function starting() {",
    "function use() {",
    "}",
    "return { $0: use };",
    "}",
    "// src/main.ts",
    "starting().$0();",
    "// src/start.ts",
  ]);
  // Line 1 of the new script was line 3 of the source, its line 6 was line 1.
  expect((JSON.parse(out.map) as { mappings: string }).mappings).toBe(";AAGA;AACA;;;AAJA;AACA;AACA");
});
