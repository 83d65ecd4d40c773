/** What comes over the network does not reach the terminal as it is. */
import { describe, expect, it } from "vitest";
import { safeText } from "../../../src/tools/terminal/safe-text.ts";

describe("text for a terminal", () => {
  it.each([
    ["plain text and JSON stay", '{"a":"b\\n"}', '{"a":"b\\n"}'],
    ["UTF-8 stays, emoji with joiners too", "café 👩‍🔬", "café 👩‍🔬"],
    ["escape sequences lose their teeth", "\u001b[2J\u001b]0;title\u0007", "\\x1b[2J\\x1b]0;title\\x07"],
    ["the 8-bit form of ESC [ too", "\u009b2J", "\\x9b2J"],
    ["line ends and tabs stay on the line", "a\r\n\tb", "a\\r\\n\\tb"],
    ["line ends of Unicode too", "a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
    ["nothing turns the reading direction", "a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"],
    ["a byte order mark is seen", "\ufeffa", "\\u{feff}a"],
    ["NUL and DEL are seen", "\0\u007f", "\\x00\\x7f"],
  ])("%s", (_what, payload, shown) => {
    expect(safeText(Buffer.from(payload))).toBe(shown);
    expect(safeText(payload)).toBe(shown);
  });

  it.each<[string, Uint8Array | string, string]>([
    ["text", "\n".repeat(5), "\\n\\n\\n... (2 characters more)"],
    ["UTF-8, in the middle of a character", Buffer.from("aéé"), "aé... (2 bytes more)"],
    ["other bytes", Buffer.from([0xff, 0x41, 0x41, 0x41, 0x41]), "\\xffAA... (2 bytes more)"],
  ])("cuts %s that is too long before it writes it out", (_what, payload, shown) => {
    expect(safeText(payload, 3)).toBe(shown);
  });

  it("holds out against the longest message of MQTT", () => {
    expect(safeText(Buffer.alloc(100_000_000)).length).toBeLessThan(5_000_000);
  });

  it("shows bytes that are no UTF-8 one by one", () => {
    expect(safeText(Buffer.from([0x41, 0xff, 0x1b, 0xc3, 0xa9]))).toBe("A\\xff\\x1b\\xc3\\xa9");
  });
});
