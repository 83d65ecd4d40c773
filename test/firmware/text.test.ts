/** Bytes in, UTF-8 and strict JSON out, and strict JSON in: whatever the bytes hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson, quote } from "../../src/firmware/text.ts";
import { bytes, heldAsBytes, readUtf8 } from "./bytes.ts";
import { json, noJson, twice } from "./json-cases.ts";

const seeded = { seed: 20260, numRuns: 500 };
/** Any bytes at all, one character each. */
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString("latin1"));

/** The bytes that a reader of the quoted text gets. */
function utf8(held: string): string {
  return JSON.parse(quote(held)) as string;
}

describe("quote keeps what is UTF-8 and takes every stray byte as Latin-1", () => {
  it.each([
    ["nothing", "", ""],
    ["ASCII", "kitchen", "kitchen"],
    ["two bytes", "caf\xc3\xa9", "café"],
    ["three bytes", "5 \xe2\x82\xac", "5 €"],
    ["four bytes", "\xf0\x9f\x94\x94", "🔔"],
    ["Latin-1", "caf\xe9", "café"],
    ["Latin-1 beside UTF-8", "\xe9\xc3\xa9", "éé"],
    ["a sequence cut after one byte", "\xe2", "â"],
    ["a sequence cut after two bytes", "\xe2\x82", "â\x82"],
    ["a sequence cut by ASCII", "\xc3A", "ÃA"],
    ["a lone continuation byte", "\x80", "\x80"],
    ["two bytes for an ASCII character", "\xc0\xaf", "À¯"],
    ["three bytes where two do", "\xe0\x9f\xbf", "à\x9f¿"],
    ["four bytes where three do", "\xf0\x8f\xbf\xbf", "ð\x8f¿¿"],
    ["half of a surrogate pair", "\xed\xa0\x80", "í\xa0\x80"],
    ["beyond the last code point", "\xf4\x90\x80\x80", "ô\x90\x80\x80"],
    ["a byte that begins nothing", "\xff", "ÿ"],
    ["the last code point", "\xf4\x8f\xbf\xbf", "\u{10ffff}"],
  ])("%s", (_what, held, read) => {
    expect(readUtf8(utf8(held))).toBe(read);
  });

  it("is UTF-8 for any bytes, and leaves UTF-8 alone", () => {
    fc.assert(
      fc.property(anyBytes, (held) => {
        const once = utf8(held);
        readUtf8(once);
        expect(utf8(once)).toBe(once);
      }),
      seeded,
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8(bytes(text))).toBe(bytes(text));
      }),
      seeded,
    );
  });
});

describe("quote", () => {
  it.each([
    ["a plain name", "light", '"light"'],
    ["UTF-8, not escaped byte by byte", bytes("café"), '"café"'],
    ["quotes and backslashes", 'a"b\\c', '"a\\"b\\\\c"'],
    ["line ends", "a\r\nb", '"a\\r\\nb"'],
  ])("writes %s", (_what, held, json) => {
    expect(readUtf8(quote(held))).toBe(json);
  });

  it("of any bytes is JSON in UTF-8", () => {
    fc.assert(
      fc.property(anyBytes, (held) => {
        expect(JSON.parse(readUtf8(quote(held)))).toBe(readUtf8(utf8(held)));
      }),
      seeded,
    );
  });
});

/** Throws where there is nothing. */
function parsed(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) throw new Error("no JSON");
  return value;
}

describe("parseJson takes what RFC 8259 allows", () => {
  it.each(json)("%j", (text, value) => {
    expect(parsed(text)).toEqual(value);
  });
});

describe("parseJson refuses", () => {
  it.each([...noJson, ["a key that is there twice", twice] as const])("%s", (_what, text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});

describe("parseJson and JSON.parse", () => {
  const someJson = fc
    .jsonValue({ maxDepth: 5, stringUnit: "binary" })
    .filter((value) => !JSON.stringify(value).includes("__proto__"));

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
