/** The two boards that behaviour tests run on: the virtual ESP32 always, the real interpreter where there is one. */
import { test } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { RealNetwork, VirtualEsp32, type ProgrammableBoard } from "../../board/virtual/index.ts";

export type MakeBoard = () => ProgrammableBoard;

/** The interpreter's path; undefined where there is none. */
export const espruino = process.env["ESPRUINO"];

/**
 * Rows for `describe.each`: a board's name, and what makes one on the computer's own network and clock. Where ESPRUINO
 * is not set, a skipped test says so in one line.
 */
export function boards(): [name: string, make: MakeBoard][] {
  const rows: [string, MakeBoard][] = [["virtual ESP32", () => new VirtualEsp32({ network: new RealNetwork() })]];
  if (espruino) rows.push(["real interpreter", () => new LinuxEspruino(espruino)]);
  else test.skip("the real interpreter: skipped, for ESPRUINO names none", () => undefined);
  return rows;
}

/** Resolves with the first line that `wanted` takes; rejects when it does not come within `ms`. */
export function nextLine(board: ProgrammableBoard, wanted: RegExp, ms = 10_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    const late = setTimeout(() => {
      stop();
      reject(new Error(`no line like ${String(wanted)} in ${ms} ms, but:\n${seen.join("\n")}`));
    }, ms);
    const stop = board.onLine((line) => {
      seen.push(line);
      if (!wanted.test(line)) return;
      clearTimeout(late);
      stop();
      resolve(line);
    });
  });
}

const quiet = 120; // ms after the last line that was hoped for, in which one too many would come

/**
 * The first `count` lines that the program prints, and any that follow at once. Leaves out what the interpreter prints
 * around them: its greeting, empty lines, and the frames below an "Uncaught" line.
 */
export function linesOf(board: ProgrammableBoard, count: number, ms = 5_000): Promise<string[]> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    let inStack = false;
    const done = () => {
      stop();
      resolve(lines);
    };
    let timer = setTimeout(done, ms);
    const stop = board.onLine((line) => {
      if (line === "" || /^ {4}at /.test(line)) {
        // A frame, the line of source it points into, and the caret below that line.
        inStack = line !== "";
        return;
      }
      if (inStack) {
        if (/^ *\^$/.test(line)) inStack = false;
        return;
      }
      lines.push(line);
      if (lines.length < count) return;
      clearTimeout(timer);
      timer = setTimeout(done, quiet);
    });
  });
}
