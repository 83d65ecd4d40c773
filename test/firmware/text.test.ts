/** Bytes in, UTF-8 and strict JSON out, and strict JSON in: whatever the bytes hold. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { parseJson, quote, utf8 } from "../../src/firmware/text.ts";
import { bytes, heldAsBytes, readUtf8 } from "./bytes.ts";

const seeded = { seed: 20260, numRuns: 500 };
/** Any bytes at all, one character each. */
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString("latin1"));

describe("utf8 keeps what is UTF-8 and takes every stray byte as Latin-1", () => {
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

  it("of any bytes is JSON in UTF-8 that says what utf8 says", () => {
    fc.assert(
      fc.property(anyBytes, (held) => {
        expect(JSON.parse(readUtf8(quote(held)))).toBe(readUtf8(utf8(held)));
      }),
      seeded,
    );
  });
});

/** Throws what `failed` was told. */
function parsed(text: string): unknown {
  let refusal = "";
  const value = parseJson(text, (why) => (refusal = why));
  if (refusal) throw new Error(refusal);
  return value;
}

describe("parseJson takes what RFC 8259 allows", () => {
  it.each([
    ["null", null],
    [" true\t", true],
    ["\r\nfalse\n", false],
    ["0", 0],
    ["-0", -0],
    ["-12.5e-1", -1.25],
    ["1E+3", 1000],
    ["1e400", Infinity],
    ["12345678901234567890", 12345678901234567890],
    ['""', ""],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['"\\u0041\\u000a\\u007F"', "A\n\x7f"],
    ['"\\u00e9"', bytes("é")],
    ['"\\u20AC"', bytes("€")],
    ['"\\ud83d\\udd14"', bytes("🔔")],
    ['"\\ud83d"', bytes("\ufffd")],
    ['"\\udd14"', bytes("\ufffd")],
    ['"\\ud83d\\u0041"', bytes("\ufffdA")],
    ['"\\ud83d\\ud83d\\udd14"', bytes("\ufffd🔔")],
    ['"\\ud83d\\n"', bytes("\ufffd\n")],
    [`"${bytes("é")}\xe9"`, `${bytes("é")}\xe9`],
    ["[]", []],
    ["{}", {}],
    ["[1, [2] ,{}]", [1, [2], {}]],
    ['{ "a" : {"b":[]} , "" : 1 }', { a: { b: [] }, "": 1 }],
    ["[[[[[[[[9]]]]]]]]", [[[[[[[[9]]]]]]]]],
  ])("%j", (text, value) => {
    expect(parsed(text)).toEqual(value);
  });
});

describe("parseJson names the place of", () => {
  it.each([
    ["nothing", "", 1],
    ["blanks alone", " \n", 3],
    ["a second value", '{"a":1} x', 9],
    ["two objects", "{}{}", 3],
    ["a word", "on", 1],
    ["a capital letter", "True", 1],
    ["the rest of a word", "nulls", 1],
    ["undefined", "undefined", 1],
    ["NaN", "NaN", 1],
    ["Infinity", "-Infinity", 1],
    ["single quotes", "{'a':1}", 2],
    ["a bare key", "{a:1}", 2],
    ["a number as key", "{1:1}", 2],
    ["a comma before the end of an object", '{"a":1,}', 8],
    ["a comma before the end of a list", "[1,]", 4],
    ["a missing comma", "[1 2]", 4],
    ["a missing colon", '{"a" 1}', 6],
    ["a missing value", '{"a":}', 6],
    ["an object that does not end", '{"a":1', 7],
    ["a list that does not end", "[1", 3],
    ["the wrong bracket", "[1}", 3],
    ["a comment", "1 // one", 3],
    ["hexadecimal", "0x10", 1],
    ["octal", "0o7", 1],
    ["a leading zero", "010", 1],
    ["a leading zero after a minus", "-01", 1],
    ["a plus", "+1", 1],
    ["two signs", "--1", 1],
    ["a minus alone", "-", 1],
    ["a number that begins with its point", ".5", 1],
    ["a number that ends with its point", "5.", 1],
    ["an exponent after a point", "5.e1", 1],
    ["an exponent without digits", "1e", 1],
    ["an exponent with two signs", "1e+-1", 1],
    ["a broken exponent", "1e5.5", 1],
    ["two points", "1.2.3", 1],
    ["a sum", "1-2", 1],
    ["digits apart", "1_000", 2],
    ["a string that does not end", '"abc', 5],
    ["a string that ends in a backslash", '"\\', 3],
    ["an unknown escape", '"\\x41"', 3],
    ["an escaped quote of the wrong kind", "\"\\'\"", 3],
    ["an escape cut short", '"\\u12"', 4],
    ["an escape that is not hexadecimal", '"\\u12g4"', 4],
    ["an escape with a sign", '"\\u+123"', 4],
    ["a line end in a string", '"a\nb"', 3],
    ["a tab in a string", '"\t"', 2],
    ["a zero byte in a string", '"\0"', 2],
    ["a zero byte after the value", "1\0", 2],
    ["a form feed between values", "[\f1]", 2],
    ["a byte order mark", "\xef\xbb\xbf1", 1],
    ["a key that is there twice", '{"a":1,"a":2}', 12],
    ["a key that would become a prototype", '{"__proto__":{}}', 14],
    ["ten levels", "[[[[[[[[[[1]]]]]]]]]]", 10],
  ])("%s", (_what, text, place) => {
    const failed = vi.fn();
    expect(parseJson(text, failed)).toBeUndefined();
    expect(failed.mock.calls).toEqual([[`bad JSON at character ${place}`]]);
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

  /** JSON.parse, but for keys that are there twice: those the node refuses. */
  function strictly(text: string): unknown {
    const value: unknown = JSON.parse(text);
    if (keyCount(value) < text.replace(/"(?:[^"\\]|\\.)*"/g, '""').split(":").length - 1) throw new Error("a key twice");
    return value;
  }

  function keyCount(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    const inner: unknown[] = Object.values(value);
    return inner.reduce<number>((sum, item) => sum + keyCount(item), Array.isArray(value) ? 0 : inner.length);
  }
});
