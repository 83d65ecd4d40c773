/** What a board prints does to a terminal no more than Espruino's line editor needs. */
import { describe, expect, it } from "vitest";
import { ScreenFilter } from "../../../src/tools/console/screen-filter.ts";

/** The pieces as they reach the terminal, together. */
function shown(...pieces: (string | Uint8Array)[]): string {
  const filter = new ScreenFilter();
  return pieces.map((piece) => Buffer.from(filter.filter(Buffer.from(piece))).toString()).join("");
}

describe("a terminal", () => {
  it.each([
    ["text and line ends", "café 👩‍🔬\r\n>"],
    ["the cursor's moves, and erasing", "\r\x1b[J\x1b[2D\x1b[A\b\t\x07"],
    ["a boot loader's colours", "\x1b[0;32mI (34) boot\x1b[0m\r\n"],
  ])("gets %s as they are, however they are cut", (_what, text) => {
    expect(shown(text)).toBe(text);
    expect(shown(...[...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toBe(text);
  });

  it.each([
    ["a new title", "\x1b]0;title\x07", "\\x1b]0;title\x07"],
    ["something for the clipboard", "\x1b]52;c;eA==\x1b\\", "\\x1b]52;c;eA==\\x1b\\"],
    ["a question that it would answer by typing", "\x1b[6n\x1b[c\x05", "\\x1b[6n\\x1b[c\\x05"],
    ["another character set", "\x1b(0\x0e", "\\x1b(0\\x0e"],
    ["controls of one byte", "\u009b2J", "\\x9b2J"],
    ["bytes that are no UTF-8", Buffer.from([0x41, 0x9b, 0x32]), "A\ufffd2"],
    ["a sequence without an end", `\x1b[${"1".repeat(20)}`, `\\x1b[${"1".repeat(20)}`],
  ])("gets %s as text", (_what, bytes, text) => {
    expect(shown(bytes)).toBe(text);
    expect(shown(...[...Buffer.from(bytes)].map((byte) => Uint8Array.of(byte)))).toBe(text);
  });
});
