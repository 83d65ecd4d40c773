/** How a failure is told: one line, and the exit code for it. */
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../../src/tools/command-line/run-command.ts";
import { exitCodes, UserError } from "../../../src/tools/command-line/user-error.ts";

describe("a failure", () => {
  it.each([
    ["EACCES", "build: no permission to write dist/boot.js.new: work in a folder that belongs to you, such as a copy of this one"],
    ["EPERM", "build: no permission to write dist/boot.js.new: work in a folder that belongs to you, such as a copy of this one"],
    ["EROFS", "build: dist/boot.js.new is on a read-only file system: work in a folder that can be written, such as a copy of this one"],
    ["ENOSPC", "build: no room to write dist/boot.js.new: free some space on the disk"],
  ])("to write (%s) is one line that says what to do", (code, line) => {
    const error = Object.assign(new Error("as Node says it"), { code, path: "dist/boot.js.new" });
    expect(describeFailure(error, "build")).toEqual({ line, exitCode: exitCodes.failed });
  });

  it("in the user's words keeps its exit code", () => {
    expect(describeFailure(new UserError("no", exitCodes.noBoard), "flash")).toEqual({ line: "flash: no", exitCode: 5 });
  });

  it("in a board's words holds nothing that a terminal obeys", () => {
    expect(describeFailure(new UserError('the board says "\x1b]52;c;eA==\x07"\n  try again'), "flash").line).toBe(
      'flash: the board says "\\x1b]52;c;eA==\\x07"\n  try again',
    );
  });

  it("that nobody expected keeps its stack", () => {
    const { line } = describeFailure(Object.assign(new Error("odd"), { code: "ENOENT", path: "x" }), "build");
    expect(line).toMatch(/^build: unexpected: Error: odd\n +at /);
  });
});
