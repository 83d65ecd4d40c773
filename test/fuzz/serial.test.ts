/** The tools at a board that says and answers anything: they end in time, with words for a person, and the terminal gets nothing to obey. */
import fc from "fast-check";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConsoleLines } from "../../board/shared/index.ts";
import { BoardError, NoAnswer } from "../../src/tools/board-session/board-console.ts";
import { readStatus } from "../../src/tools/board-session/node-status.ts";
import { findAnswer } from "../../src/tools/board-session/question.ts";
import { StartReport } from "../../src/tools/board-session/start-report.ts";
import { eraseBoard, flashBoard } from "../../src/tools/board-setup/flash-board.ts";
import { describeFailure } from "../../src/tools/command-line/run-command.ts";
import { UserError } from "../../src/tools/command-line/user-error.ts";
import { ScreenFilter } from "../../src/tools/console/screen-filter.ts";
import { examine } from "../../src/tools/doctor/command.ts";
import { reportLines } from "../../src/tools/doctor/report.ts";
import { LinkLost } from "../../src/tools/serial/serial-link.ts";
import { terminalOn } from "../../src/tools/terminal/terminal.ts";
import { settings } from "../support/settings.ts";
import { batches } from "./batches.ts";
import { heapInUse, heapTolerance } from "./heap.ts";
import { HostileBoard, noises, reactions, type Reaction } from "./hostile-board.ts";
import { mutated } from "./hostile.ts";

/** ms of virtual time in which a tool has ended, whatever the board does. */
const patience = 4 * 3_600_000;
const step = 10_000; // ms
/** What a terminal obeys, but for the ends of lines. */
const obeyed = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
/** The same, but for what Espruino's line editor needs. */
const obeyedOnConsole = /[\0-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;]{0,8}[ABCDJKm])/;

const release = { version: "1.0.0", boot: "b".repeat(900), doors: "d", node: "n".repeat(1_600) };

/** What each tool prints at a board. */
const tools: Record<string, (link: HostileBoard) => Promise<string>> = {
  doctor: async (link) => {
    const knock = (): Promise<"closed"> => Promise.resolve("closed");
    const findings = await examine(link, 115_200, { board: "ESP32", version: "2v29", release }, { patience: 1_000, waiting: () => undefined, knock });
    return reportLines(findings).join("\n");
  },
  flash: (link) =>
    printed((terminal) => flashBoard(link, { release, settings }, options, { terminal, passwords: { wifi: "w" }, patience: 1_000, now: () => 0 })),
  erase: (link) => printed((terminal) => eraseBoard(link, options, { terminal, passwords: {}, patience: 1_000 })),
};
const options = { baud: 115_200, node: "hall", wifi: "home", broker: "10.0.0.2", yes: true, verbose: true };

async function printed(act: (terminal: ReturnType<typeof terminalOn>) => Promise<void>): Promise<string> {
  const screen = new PassThrough();
  const shown: string[] = [];
  screen.on("data", (chunk: Buffer) => shown.push(chunk.toString()));
  const failure = await act(terminalOn({ stdin: new PassThrough(), stdout: screen, stderr: screen })).catch((error: unknown) => error);
  if (failure !== undefined) shown.push(inWords(failure));
  return shown.join("");
}

/** What the command line makes of a failure that has words; others are faults of the tool. */
function inWords(failure: unknown): string {
  if (failure instanceof UserError || failure instanceof LinkLost || failure instanceof NoAnswer || failure instanceof BoardError) {
    return describeFailure(new UserError(failure.message), "flash").line;
  }
  throw failure;
}

/** Resolves or rejects as the work does; time passes until then. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const progress = { isOver: false };
  const over = work.finally(() => (progress.isOver = true));
  over.catch(() => undefined); // it is returned
  for (let passed = 0; !progress.isOver && passed < patience; passed += step) await vi.advanceTimersByTimeAsync(step);
  expect(progress.isOver).toBe(true);
  return over;
}

describe("a tool at a hostile board", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it.each(batches("serial"))("fuzz serial, seed $seed, $cases cases: flash, erase and doctor", { timeout: 0 }, async ({ seed, cases }) => {
    const scripts = fc.tuple(fc.constantFrom(...Object.keys(tools)), fc.array(reactions, { minLength: 1, maxLength: 12 }));
    const property = fc.asyncProperty(scripts, async ([tool, script]: [string, Reaction[]]) => {
      const link = new HostileBoard(script);
      const shown = await inTime(tools[tool]?.(link) ?? Promise.resolve("")).catch(inWords);
      expect(shown).not.toMatch(obeyed);
      await link.close();
      expect(vi.getTimerCount()).toBeLessThan(20);
      vi.clearAllTimers();
    });
    await fc.assert(property, { seed, numRuns: cases });
  });
});

describe("the lines of a hostile board", () => {
  const pieces = fc.array(mutated(noises), { minLength: 1, maxLength: 5 });

  it.each(batches("lines"))("fuzz lines, seed $seed, $cases cases: what is made of a board's lines", { timeout: 0 }, async ({ seed, cases }) => {
    const lines = new ConsoleLines();
    const screen = new ScreenFilter();
    let report = new StartReport();
    lines.on((line) => {
      const { answer, rest } = findAnswer(line);
      if (answer) expect(answer.id).toBeGreaterThanOrEqual(0);
      expect(report.line(rest)).not.toBe("");
      readStatus(rest);
    });
    const before = await heapInUse();
    const property = fc.property(pieces, (all) => {
      report = new StartReport();
      for (const piece of all) {
        lines.push(piece.toString("latin1"));
        expect(Buffer.from(screen.filter(piece)).toString("utf8")).not.toMatch(obeyedOnConsole);
      }
      expect(report.trouble ?? "").not.toMatch(/undefined|NaN/);
    });
    fc.assert(property, { seed, numRuns: cases });
    expect((await heapInUse()) - before).toBeLessThan(heapTolerance);
  });
});
