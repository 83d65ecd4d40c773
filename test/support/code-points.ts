/** Text for property tests. */
import fc from "fast-check";

const codePoints = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((code) => String.fromCodePoint(code));

/**
 * Any character but half of a surrogate pair: of one to four bytes in UTF-8, each as likely. fast-check's own "binary" has the same
 * characters, nearly all of four bytes, and takes two seconds to begin.
 */
export const character = fc.oneof(
  codePoints(0, 0x7f),
  codePoints(0x80, 0x7ff),
  codePoints(0x800, 0xd7ff),
  codePoints(0xe000, 0xffff),
  codePoints(0x10000, 0x10ffff),
);
