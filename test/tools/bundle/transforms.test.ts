/** The small transforms of the bundle, each on a few lines. */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { namesInBundle } from "../../../src/tools/bundle/busy.ts";
import { busyFirst } from "../../../src/tools/bundle/busy-first.ts";
import { declareFirst } from "../../../src/tools/bundle/declare-first.ts";
import { inlineConstants } from "../../../src/tools/bundle/inline-constants.ts";
import { keepShort } from "../../../src/tools/bundle/keep-short.ts";

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

describe("constants", () => {
  const inlined = (code: string): string => inlineConstants(code, emptyMap).code;

  it("are written in the place of their names", () => {
    expect(inlined("var limit = 5;\nfunction f(n) { return n > limit; }")).toBe("\nfunction f(n) { return n > 5; }");
  });

  it("may be negative, or short texts", () => {
    expect(inlined("var none = -1, name = 'ding.json';\nprint(none, name);")).toBe("\nprint(-1, 'ding.json');");
  });

  it("stay where they are set again, and where they are none", () => {
    for (const code of ["var n = 5;\nn++;", "var n = 5;\nn = 6;", "var t = 'more than sixteen';\nprint(t);", "var n;\nprint(n);"])
      expect(inlined(code)).toBe(code);
  });

  it("leave the rest of their declaration", () => {
    expect(runInNewContext(inlined("var a = 5, b = {}, c = 7;\nb.x = a + c;\nb.x"))).toBe(12);
  });

  it("do not touch a property of the same name", () => {
    expect(inlined("var size = 5;\nprint(a.size, { size: 1 }, size);")).toBe("\nprint(a.size, { size: 1 }, 5);");
  });
});

describe("busy functions", () => {
  const kept = (code: string, busy: string[], alone: string[] = []): string => keepShort(code, emptyMap, busy, alone).code;

  it("stay short: what they call is not written into them, and they into nothing", () => {
    expect(kept("function busy() { help(); }\nfunction help() {}\nfunction other() { busy(); help(); }", ["busy"])).toBe(
      "function busy() { /*@__NOINLINE__*/help(); }\nfunction help() {}\nfunction other() { /*@__NOINLINE__*/busy(); help(); }",
    );
  });

  it("are found in their own file, though the bundler has numbered the second of that name", () => {
    const code = "// src/a.ts\nfunction settle() {}\n// src/b.ts\nfunction settle2() {}";
    expect(namesInBundle(code, { "src/b.ts": ["settle"] })).toEqual(["settle2"]);
  });

  it("that are not there are a mistake in the list", () => {
    expect(() => namesInBundle("// src/a.ts\nfunction a() {}", { "src/a.ts": ["b"] })).toThrow("src/a.ts has no function b: mend the list of busy functions");
  });

  it("stand in front of the others", () => {
    const code = "var n = 1;\nfunction other() {}\nfunction busy() {\n  return n;\n}\nother();";
    expect(busyFirst(code, emptyMap, ["busy"]).code).toBe("function busy() {\n  return n;\n}\nvar n = 1;\nfunction other() {}\nother();");
  });

  it("leave alone what must stay alone", () => {
    expect(kept("function a() {}\na();", [], ["a"])).toBe("function a() {}\n/*@__NOINLINE__*/a();");
  });
});

describe("a `var` without a value", () => {
  const declared = (code: string): string => declareFirst(code, emptyMap).code;

  it("moves to the beginning of its function, since Espruino hoists nothing", () => {
    expect(declared("function f() {a = 1;var a;return a}")).toBe("function f() {var a;a = 1;return a}");
  });

  it("of an inner function stays in there", () => {
    expect(declared("function f() {return function() {a = 1;var a}}")).toBe("function f() {return function() {var a;a = 1;}}");
  });

  it("stays when it has a value, and in a loop's head", () => {
    for (const code of ["function f() {g();var a = 1}", "function f() {for (var a in {}) g(a)}"]) expect(declared(code)).toBe(code);
  });
});
