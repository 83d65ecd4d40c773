/** The two boards that behaviour tests run on: the virtual ESP32 always, the real interpreter where there is one. */
import { test } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { RealNetwork, VirtualEsp32 } from "../../board/virtual/index.ts";

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
 * Hears what the program prints. Leaves out what the interpreter prints around it: empty lines, and the frames below
 * an "Uncaught" line.
 */
export class Transcript {
  readonly lines: string[] = [];
  private _inFrame = false;
  private _heard: () => void = () => undefined;

  constructor(board: ProgrammableBoard) {
    board.onLine((line) => this._line(line));
  }

  /** Resolves once there are so many lines and no more follow at once, or `ms` have passed. */
  async atLeast(count: number, ms = 5_000): Promise<string[]> {
    const end = Date.now() + ms;
    while (this.lines.length < count && Date.now() < end)
      await new Promise<void>((resolve) => {
        this._heard = resolve;
        setTimeout(resolve, end - Date.now());
      });
    await new Promise((resolve) => setTimeout(resolve, quiet));
    return this.lines;
  }

  private _line(line: string): void {
    // A frame, the line of source it points into, and the caret below that line.
    if (/^ {4}at /.test(line)) this._inFrame = true;
    else if (this._inFrame) this._inFrame = !/^ *\^$/.test(line);
    else if (line !== "") {
      this.lines.push(line);
      this._heard();
    }
  }
}
