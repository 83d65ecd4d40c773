/** `npm run console` as a user has it: in a real terminal, with a board at a serial port. */
import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { consoleCommand } from "../../../src/tools/console/command.ts";
import { killAll, ChildProgram } from "../../support/child-program.ts";
import { boards, type MakeBoard } from "../../support/boards.ts";
import { npmScript } from "../../support/npm-script.ts";
import { ptyPort, python, type PtyPort } from "../../support/pty-port.ts";
import { again } from "../../tinymqtt/again.ts";
import { endAll, mistake, run } from "../commands.ts";

const ctrlX = "\x18";

afterEach(() => {
  killAll();
  endAll();
});

describe.skipIf(!python)("npm run console", () => {
  /** A board whose port keeps its name when it is plugged in again, as udev's links do. */
  async function boardAt(make: MakeBoard): Promise<{ board: ProgrammableBoard; link: string; plugIn: () => Promise<PtyPort> }> {
    const board = make();
    onTestFinished(() => board.discard());
    await board.powerOn();
    const folder = mkdtempSync(path.join(tmpdir(), "port-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const link = path.join(folder, "board");
    return {
      board,
      link,
      plugIn: async () => {
        const port = await ptyPort(board);
        symlinkSync(port.path, link);
        const vanish = (): void => {
          unlinkSync(link);
          port.vanish();
        };
        return { ...port, vanish };
      },
    };
  }

  /** @param steps "pattern=keys": keys that are struck when the screen shows the pattern */
  function inTerminal(port: string, ...steps: string[]): ChildProgram {
    const command = [...npmScript("console"), "--port", port];
    return new ChildProgram(python ?? "", [path.join("test", "interop", "terminal.py"), ...steps, "--", ...command]);
  }

  describe.each(boards())("with the %s", (name, make) => {
    const tries = again(name);

    it("runs what is typed, and leaves the terminal as it was", tries, async () => {
      const { link, plugIn } = await boardAt(make);
      await plugIn();
      const terminal = inTerminal(link, "Ctrl-X leaves[^>]*>=6*7\r", `=42=${ctrlX}`);
      await terminal.ended();
      expect(terminal.lines.join("\n")).toContain("=42");
      expect(terminal.lines.slice(-3)).toEqual(["all keys were struck", "terminal restored", "exit code 0"]);
    });

    it("waits for a board that is unplugged, and goes on with it", tries, async () => {
      const { board, link, plugIn } = await boardAt(make);
      const { vanish } = await plugIn();
      board.onLine((line) => {
        if (line !== "now") return;
        vanish();
        void plugIn();
      });
      const terminal = inTerminal(link, "Ctrl-X leaves[^>]*>=print('n'+'ow')\r", "waiting for it to come back[\\s\\S]* is back[^>]*>=6*7\r", `=42=${ctrlX}`);
      await terminal.ended();
      expect(terminal.lines.slice(-3)).toEqual(["all keys were struck", "terminal restored", "exit code 0"]);
    });
  });
});

describe("npm run console, mistyped", () => {
  it("needs a terminal", async () => {
    const { code, stderr } = await run("console", []);
    expect(stderr).toEqual(["console: the console needs a terminal, to type at and to look at"]);
    expect(code).toBe(2);
  });

  it("knows no other options", async () => {
    expect(await mistake(consoleCommand(), ["--prot", "x"])).toMatchObject({ exitCode: 2 });
  });
});
