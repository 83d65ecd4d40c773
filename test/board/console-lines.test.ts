/** The lines of a board's console, of a hostile one as well. */
import { expect, it } from "vitest";
import { ConsoleLines } from "../../board/shared/index.ts";

function linesOf(...pieces: string[]): string[] {
  const lines = new ConsoleLines();
  const heard: string[] = [];
  lines.on((line) => heard.push(line));
  for (const piece of pieces) lines.push(piece);
  return heard;
}

it("are whole, however they are cut", () => {
  expect(linesOf("a\r", "\nb", "c\r\n")).toEqual(["a", "bc"]);
});

it("come in pieces where a board prints no line end: it does not fill the memory", () => {
  const pushed = 600;
  const heard = linesOf(...Array.from({ length: pushed }, () => "x".repeat(1024)));
  expect(heard).toHaveLength(2);
  expect(heard.join("").length).toBeGreaterThan((pushed * 1024) / 2);
});
