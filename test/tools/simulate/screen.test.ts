/** Lines scroll above a status line that stays; colour is for terminals. */
import { describe, expect, it } from "vitest";
import { Screen, wantsColour } from "../../../src/tools/simulate/screen.ts";

describe("the screen", () => {
  it("keeps the status line below the lines of a terminal", () => {
    const written: string[] = [];
    const screen = new Screen({ write: (text) => written.push(text), isTTY: true });
    screen.statusLine("status");
    screen.line("line");
    screen.statusLine("status");
    screen.statusLine("");
    screen.line("end");
    const erase = "\r\u001b[2K";
    expect(written).toEqual([`${erase}status`, `${erase}line\nstatus`, erase, "end\n"]);
  });

  it("writes lines alone into a pipe", () => {
    const written: string[] = [];
    const screen = new Screen({ write: (text) => written.push(text) });
    screen.statusLine("status");
    screen.line("line");
    expect(written).toEqual(["line\n"]);
  });
});

describe("colour", () => {
  it.each([
    ["a terminal", { isTTY: true }, {}, true],
    ["a pipe", {}, {}, false],
    ["a terminal with NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", { isTTY: true }, { NO_COLOR: "" }, true],
    ["a dumb terminal", { isTTY: true }, { TERM: "dumb" }, false],
  ])("on %s", (_what, output, env, expected) => {
    expect(wantsColour({ write: () => true, ...output }, env)).toBe(expected);
  });
});
