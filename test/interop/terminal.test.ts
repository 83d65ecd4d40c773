/** `npm start` in a real terminal: space presses, w and b cut and restore, q ends and leaves the terminal as it was. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { killAll, ChildProgram } from "../support/child-program.ts";
import { npmScript } from "../support/npm-script.ts";
import { requirements } from "./requirements.ts";

const found = requirements();
const engines = process.env["ESPRUINO"] ? ["virtual", "espruino"] : ["virtual"];

afterEach(() => killAll());

describe.skipIf(typeof found === "string")("npm start in a terminal", () => {
  function inTerminal(engine: string, ...steps: string[]): ChildProgram {
    if (typeof found === "string") throw new Error(found);
    const simulator = [...npmScript("start"), "--port", "0", "--engine", engine];
    return new ChildProgram(found.python, [join(import.meta.dirname, "terminal.py"), ...steps, "--", ...simulator]);
  }

  it.each(engines)("takes keys on the %s engine: a press through a cut Wi-Fi and a stopped broker arrives, and nothing is lost", async (engine) => {
    const terminal = inTerminal(
      engine,
      `status/ding-${engine}  online= `,
      '"event":"press"=w',
      "Wi-Fi.* cut= ",
      "BOOT=w",
      '"event":"press"=b',
      "broker.* gone= ",
      "BOOT=b",
      '"event":"press"=q',
    );
    await terminal.ended();
    const said = terminal.lines.join("\n");
    expect(said).toContain("all keys were struck");
    expect(said).toMatch(/pressed 3, received 3 .*, lost: none/);
    expect(terminal.lines.slice(-2)).toEqual(["terminal restored", "exit code 0"]);
  });

  it("ends by Ctrl-C with the terminal restored", async () => {
    const terminal = inTerminal("virtual", "q quit=\u0003");
    await terminal.ended();
    expect(terminal.lines.slice(-2)).toEqual(["terminal restored", "exit code 0"]);
  });
});
