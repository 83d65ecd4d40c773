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
