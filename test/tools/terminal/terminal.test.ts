/** What reaches the terminal by way of the tools' own lines. */
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { terminalOn } from "../../../src/tools/terminal/terminal.ts";

it("a line that holds a board's words is text, and several lines stay apart", () => {
  const screen = new PassThrough();
  terminalOn({ stdin: new PassThrough(), stdout: screen, stderr: screen }).say("Wi-Fi:   \x1b]52;c;eA==\x07\nnext");
  expect(String(screen.read())).toBe("Wi-Fi:   \\x1b]52;c;eA==\\x07\nnext\n");
});
