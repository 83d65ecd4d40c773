/** Bytes in, UTF-8 and JSON strings out: whatever the bytes hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeUtf8, quote, toUtf8 } from "../../src/firmware/utf8.ts";
import { character } from "../support/code-points.ts";
import { bytes, readUtf8 } from "./bytes.ts";

const seeded = { seed: 20260, numRuns: 500 };
/** Any bytes at all, one character each. */
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString("latin1"));

describe("UTF-8 is kept and every stray byte is taken as Latin-1", () => {
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
    ["a zero byte before it", "\0\xff", "\0ÿ"],
  ])("%s", (_what, held, read) => {
    expect(readUtf8(toUtf8(held))).toBe(read);
    expect(JSON.parse(readUtf8(quote(held)))).toBe(read);
  });

  it("for any bytes, and leaves UTF-8 alone", () => {
    fc.assert(
      fc.property(anyBytes, (held) => {
        const once = toUtf8(held);
        readUtf8(once);
        expect(toUtf8(once)).toBe(once);
      }),
      seeded,
    );
    fc.assert(
      fc.property(fc.string({ unit: character }), (text) => {
        expect(toUtf8(bytes(text))).toBe(bytes(text));
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
    ["the same beside UTF-8", bytes('é"\\'), '"é\\"\\\\"'],
    ["line ends", "a\r\nb", '"a\\r\\nb"'],
  ])("writes %s", (_what, held, json) => {
    expect(readUtf8(quote(held))).toBe(json);
  });

  it("of any bytes is JSON in UTF-8", () => {
    fc.assert(
      fc.property(anyBytes, (held) => {
        expect(JSON.parse(readUtf8(quote(held)))).toBe(readUtf8(toUtf8(held)));
      }),
      seeded,
    );
  });
});

describe("a code point", () => {
  it("is encoded as it should be, at each edge and anywhere", () => {
    const edges = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff];
    for (const code of edges) expect(encodeUtf8(code)).toBe(bytes(String.fromCodePoint(code)));
    fc.assert(
      fc.property(character, (text) => {
        expect(encodeUtf8(text.codePointAt(0) ?? 0)).toBe(bytes(text));
      }),
      seeded,
    );
  });
});
