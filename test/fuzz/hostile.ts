/** What strangers send: bytes that are nearly right, and JSON that is nearly what is expected. */
import fc from "fast-check";

interface Edit {
  kind: "cut" | "insert" | "overwrite" | "repeat" | "flip";
  /** Where, as a part of the length: 0..1. */
  at: number;
  size: number;
  bytes: Uint8Array;
}

const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("cut", "insert", "overwrite", "repeat", "flip"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.nat(12),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
});

/** The same bytes with a few edits, or none. */
export function mutated(good: fc.Arbitrary<Buffer>, most = 4): fc.Arbitrary<Buffer> {
  return fc.tuple(good, fc.array(edits, { maxLength: most })).map(([bytes, all]) => all.reduce(edited, bytes));
}

function edited(bytes: Buffer, { kind, at, size, bytes: other }: Edit): Buffer {
  const from = Math.floor(at * bytes.length);
  const before = bytes.subarray(0, from);
  switch (kind) {
    case "cut":
      return Buffer.concat([before, bytes.subarray(from + size)]);
    case "insert":
      return Buffer.concat([before, other, bytes.subarray(from)]);
    case "overwrite":
      return Buffer.concat([before, other, bytes.subarray(from + other.length)]);
    case "repeat":
      return Buffer.concat([before, bytes.subarray(from, from + size), bytes.subarray(from)]);
    case "flip":
      return Buffer.concat([before, Buffer.from([(bytes[from] ?? 0) ^ (1 << (size % 8))]), bytes.subarray(from + 1)]);
  }
}

/** JSON texts of values that readers trip over. */
const nastyJson = [
  ...["1e999", "-1e999", "1e-999", "9e007199254740993", "-0", "18446744073709551617", "0.1e1", "1E+2", "123456789012345678901234567890"],
  ...['"\\u0000"', '"\\ud83d"', '"\\udd14\\ud83d"', '"\\u0022\\u005c"', '"\xff\xfe"', '"\xc0\x80"', '"\xed\xa0\x80"', '"\xf4\x90\x80\x80"', '"\x1b]0;x\x07"'],
  ...["null", "[]", "{}", "[[[[[[[[[[]]]]]]]]]]", "[".repeat(200), `${"[".repeat(60)}${"]".repeat(60)}`, `${'{"a":'.repeat(60)}1${"}".repeat(60)}`],
  ...['{"__proto__":{"on":1}}', '{"constructor":1,"on":2}', '{"toString":1,"valueOf":2}', '{"length":-1}', "undefined", "NaN", "'x'", "/*x*/1", ""],
];

/** A JSON text, or nearly one; bytes as characters. */
export const jsonTexts: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...nastyJson), fc.json({ maxDepth: 3 }).map(latin1));

/** An object with some of the keys, each with a value that is expected or one that is not; some keys come twice, some are unknown. Bytes as characters. */
export function objectTexts(expected: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const known = Object.entries(expected).map(([key, values]) =>
    fc.tuple(fc.constant(JSON.stringify(key)), fc.oneof({ weight: 4, arbitrary: values }, jsonTexts)),
  );
  const unknown = fc.tuple(fc.constantFrom('"x"', '"__proto__"', '"on"', '"constructor"', "x", '"\\u0000"'), jsonTexts);
  const pairs = fc.oneof(...known.map((arbitrary) => ({ weight: 3, arbitrary })), { weight: 1, arbitrary: unknown });
  return fc.array(pairs, { maxLength: 6 }).map((all) => `{${all.map(([key, value]) => `${key}:${value}`).join()}}`);
}

/** Any text, lone surrogates as well. Not fast-check's own `binary` unit: that takes seconds to set up. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const characters = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10_ffff }));
  return fc.array(characters, { maxLength }).map((codes) => String.fromCodePoint(...codes));
}

/** A text's bytes in UTF-8, as characters. */
export function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
