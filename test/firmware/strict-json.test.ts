/** Strict JSON in: what RFC 8259 allows and nothing else, as bytes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "../../src/firmware/strict-json.ts";
import { character } from "../support/code-points.ts";
import { bytes, heldAsBytes } from "./bytes.ts";
import { json, noJson, twice } from "./json-cases.ts";

const seeded = { seed: 20260, numRuns: 500 };

/** Throws where there is nothing. */
function parsed(text: string): unknown {
  const value = parseStrictJson(text);
  if (value === undefined) throw new Error("no JSON");
  return value;
}

describe("parseStrictJson takes what RFC 8259 allows", () => {
  it.each(json)("%j", (text, value) => {
    expect(parsed(text)).toEqual(value);
  });
});

describe("parseStrictJson refuses", () => {
  it.each([...noJson, ["a key that is there twice", twice] as const])("%s", (_what, text) => {
    expect(parseStrictJson(text)).toBeUndefined();
  });
});

describe("parseStrictJson and JSON.parse", () => {
  const someJson = fc.jsonValue({ maxDepth: 5, stringUnit: character }).filter((value) => !JSON.stringify(value).includes("__proto__"));

  it("agree on all JSON, as compact bytes and laid out", () => {
    fc.assert(
      fc.property(someJson, fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(parsed(bytes(text))).toEqual(heldAsBytes(JSON.parse(text)));
      }),
      seeded,
    );
  });

  it("agree that text with a character put in, taken out or changed is JSON or is none", () => {
    const edit = fc.record({ at: fc.nat(60), drop: fc.nat(1), insert: fc.constantFrom("", ...Array.from("{}[]\",:\\0123.eE+-tfn u'x")) });
    fc.assert(
      fc.property(someJson, edit, (value, { at, drop, insert }) => {
        const text = JSON.stringify(value);
        const edited = text.slice(0, at) + insert + text.slice(at + drop);
        expect(accepts(parsed, bytes(edited))).toBe(accepts(strictly, edited));
      }),
      { ...seeded, numRuns: 2000 },
    );
  });

  function accepts(parse: (text: string) => unknown, text: string): boolean {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  }

  /** JSON.parse, but for keys that are there twice, and numbers that are too large for a double: those the node refuses. */
  function strictly(text: string): unknown {
    const value: unknown = JSON.parse(text, (_key, inner: unknown) => {
      if (inner === Infinity || inner === -Infinity) throw new Error("no double");
      return inner;
    });
    if (keyCount(value) < text.replace(/"(?:[^"\\]|\\.)*"/g, '""').split(":").length - 1) throw new Error("a key twice");
    return value;
  }

  function keyCount(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    const inner: unknown[] = Object.values(value);
    return inner.reduce<number>((sum, item) => sum + keyCount(item), Array.isArray(value) ? 0 : inner.length);
  }
});
