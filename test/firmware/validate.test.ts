/** What a rule takes, what it says of the rest, and how an object is merged into the defaults. */
import { describe, expect, it } from "vitest";
import { isObject, merge, violation, type Fault, type JsonObject, type Rule, type Rules } from "../../src/firmware/validate.ts";
import { bytes } from "./bytes.ts";

const text = (more: Partial<Rule> = {}): Rule => ({ type: "text", max: 5, ...more });

describe("a rule", () => {
  it.each<[what: string, rule: Rule, good: unknown[], bad: unknown[], says: string]>([
    ["a whole number", { type: "number", min: 1, max: 9 }, [1, 5, 9], [0, 10, 1.5, NaN, Infinity, "5", null, true, [5], {}], "1..9"],
    ["a number", { type: "number", min: 0, max: 1, fraction: true }, [0, 0.5, 1], [-0.1, 1.1, NaN, "0.5", null], "0..1"],
    ["true or false", { type: "boolean" }, [true, false], [0, 1, "true", null, []], "boolean"],
    ["a list", { type: "list" }, [[], [1, "x"]], [{}, "[]", null, 0], "list"],
    ["a list of words", { type: "list", words: ["a", "b"] }, [[], ["a"], ["b", "a", "a"]], [["c"], ["a", 1], "a", {}, null, [["a"]]], "list of a,b"],
    ["one of some words", { type: "text", words: ["a", "b"] }, ["a", "b"], ["c", "", "A", "a,b", 0, null, ["a"]], "one of a,b"],
    ["an object", { type: "object" }, [{}, { a: 1 }], [[], null, "x", 1, true], "object"],
    ["a text", text(), ["", "abcde", " ", "~", "\x80\xff"], ["abcdef", "a\n", "\0", "\x1f", "\x7f", 5, null, ["a"]], "0..5 bytes"],
    ["a text of some length", text({ min: 2 }), ["ab", "abcde"], ["", "a", "abcdef"], "2..5 bytes"],
    ["a text that is no pattern", text({ without: "+#" }), ["a", "/"], ["a+", "#", "a+#b"], "0..5 bytes without + #"],
    ["a text with an end", text({ without: "+#", notLast: "/" }), ["", "/a", "a/b"], ["/", "a/", "+"], "0..5 bytes without + #, no / at its end"],
    ["a pin", { type: "text", pin: "button" }, ["D0", "", "anything"], [0, null, ["D0"]], "a pin's name"],
  ])("for %s", (_what, rule, good, bad, says) => {
    for (const value of good) expect(violation(rule, value), JSON.stringify(value)).toBe("");
    for (const value of bad) expect(violation(rule, value), JSON.stringify(value)).toBe(says);
  });

  it("counts a text in bytes", () => {
    expect([violation(text(), bytes("üü")), violation(text(), bytes("üüü"))]).toEqual(["", "0..5 bytes"]);
  });
});

describe("merge", () => {
  const rules: Rules = {
    port: { type: "number", min: 1, max: 9 },
    name: text(),
    ssid: text({ bytes: true }),
    password: text({ secret: true }),
    part: { type: "object", keys: { port: { type: "number", min: 1, max: 9 } } },
  };

  /** What becomes of the defaults, and what is said. */
  function merged(given: JsonObject, path = ""): { target: JsonObject; faults: Fault[] } {
    const target = { port: 3, name: "a", ssid: "b", password: "", part: { port: 4, kept: 1 } };
    const faults: Fault[] = [];
    merge(target, rules, given, path, faults);
    return { target, faults };
  }

  it("takes what keeps the rules, key by key, and leaves the rest", () => {
    expect(merged({ port: 5, part: { port: 6 } })).toEqual({ target: { port: 5, name: "a", ssid: "b", password: "", part: { port: 6, kept: 1 } }, faults: [] });
  });

  it("names what does not, where it is and what is used instead", () => {
    const { target, faults } = merged({ port: 10, name: "abcdef", part: { port: "x" }, more: 1 }, "top.");
    expect(target).toEqual(merged({}).target);
    expect(faults).toEqual([
      { what: "top.port must be 1..9, got 10", instead: "using 3" },
      { what: 'top.name must be 0..5 bytes, got "abcdef"', instead: 'using "a"' },
      { what: 'top.part.port must be 1..9, got "x"', instead: "using 4" },
      { what: "unknown key top.more", instead: "" },
    ]);
  });

  it("shows neither a password nor what stands in an object's place", () => {
    expect(merged({ password: "secret", part: "secret" }).faults).toEqual([
      { what: "password must be 0..5 bytes, got (not shown)", instead: expect.stringMatching(/^using /) as string },
      { what: "part must be object", instead: "using the defaults" },
    ]);
  });

  it("makes UTF-8 of a text, but not of what may be any bytes", () => {
    expect(merged({ name: "\xfc", ssid: "\xfc" }).target).toMatchObject({ name: bytes("ü"), ssid: "\xfc" });
  });

  it("finds no rule for what every object has", () => {
    const given = JSON.parse('{"on":1,"constructor":{},"toString":2,"__proto__":{"port":7},"port":5}') as JsonObject;
    const { target, faults } = merged(given);
    expect(target).toMatchObject({ port: 5 });
    expect(faults.map(({ what }) => what)).toEqual(["unknown key on", "unknown key constructor", "unknown key toString", "unknown key __proto__"]);
  });
});

describe("an object", () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ["{}", false],
    [undefined, false],
    [1, false],
  ])("%j: %s", (value, is) => {
    expect(isObject(value)).toBe(is);
  });
});
