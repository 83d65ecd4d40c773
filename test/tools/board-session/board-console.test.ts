/** Questions to a board's console: they get their answers whatever else goes over the line, on both boards. */
import { runInNewContext } from "node:vm";
import { crc32 } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { BoardConsole, BoardError, NoAnswer } from "../../../src/tools/board-session/board-console.ts";
import { controllerFor, evaluate } from "../../../src/tools/board-session/controller.ts";
import { FlowControl } from "../../../src/tools/serial/flow-control.ts";
import { LinkLost, type SerialLink } from "../../../src/tools/serial/serial-link.ts";
import { findAnswer, questionLine } from "../../../src/tools/board-session/question.ts";
import { boards, type MakeBoard } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import { Cable } from "../../support/cable.ts";
import { MemoryLink } from "../../support/memory-link.ts";
import { LossyLink } from "../../support/lossy-link.ts";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";

const code = "runs.push(67890),12345";

/** A board that answers each question with the next of these, with a right checksum. */
class MisspeakingLink extends MemoryLink {
  private _turn = 0;

  constructor(private readonly _answers: readonly string[]) {
    super("the cable");
  }

  write(bytes: Uint8Array): Promise<void> {
    const id = /x1e(\d+)/.exec(Buffer.from(bytes).toString("latin1"))?.[1] ?? "";
    const answer = this._answers[this._turn++ % this._answers.length] ?? "";
    setImmediate(() => this.data.tell(Buffer.from(`\x1e${id}${answer}\x1f${crc32(answer)}\r\n`)));
    return Promise.resolve();
  }

  setBaud(): Promise<void> {
    return Promise.resolve();
  }

  setSignals(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

interface Asking {
  board: ProgrammableBoard;
  cable: Cable;
  console: BoardConsole;
}

/** A board with a program, its power on, and a console at the other end of a cable. */
async function consoleOf(make: MakeBoard, program = "", wrap: (link: SerialLink) => SerialLink = (link) => new FlowControl(link)): Promise<Asking> {
  const board = make();
  onTestFinished(() => board.discard());
  if (program) board.put(".bootcde", program);
  await board.powerOn();
  const cable = new Cable(board);
  return { board, cable, console: new BoardConsole(wrap(cable)) };
}

test("a question that loses any one of its keys runs whole or not at all", () => {
  const line = questionLine(7, code);
  for (let i = 1; i < line.length - 1; i++) {
    const runs: number[] = [];
    const printed: string[] = [];
    const print = (text: string): number => printed.push(text);
    try {
      runInNewContext(line.slice(1, i) + line.slice(i + 1), { runs, print, E: { CRC32: crc32 } });
    } catch {
      continue; // the console says so, and nothing has run
    }
    for (const run of runs) expect(run).toBe(67890);
    for (const { answer } of printed.map(findAnswer)) if (answer?.id === 7 && answer.kind !== "damaged") expect(answer.json).toBe("12345");
  }
});

test("an answer that says it is JSON and is not is asked for again", async () => {
  const link = new MisspeakingLink(["=", "=nonsense", "=7"]);
  expect(await new BoardConsole(link).ask("1+1")).toBe(7);
  await expect(new BoardConsole(new MisspeakingLink(["=["])).ask("1+1", { attempts: 2 })).rejects.toThrow(NoAnswer);
});

test("an error that is not text is told as the JSON that it is", async () => {
  const asked = new BoardConsole(new MisspeakingLink(['!{"toString":1}'])).ask("1+1");
  await expect(asked).rejects.toThrow(new BoardError('{"toString":1}'));
});

describe.each(boards())("the console of the %s", (name, make) => {
  test("answers with values of every kind", again(name), async () => {
    const { console } = await consoleOf(make);
    expect(await console.ask("1+1")).toBe(2);
    expect(await console.ask(`({a:[true,null],"b c":"it's \\"x\\""})`)).toEqual({ a: [true, null], "b c": `it's "x"` });
    expect(await console.ask(`"\\x00\\xff\\n"`)).toBe("\0\xff\n");
    expect(await console.ask("undefined")).toBeNull();
  });

  test("tells what the code threw", again(name), async () => {
    const { console } = await consoleOf(make);
    await expect(console.ask(`(function(){throw new Error("no")})()`)).rejects.toThrow(BoardError);
    await expect(console.ask("nothing.here")).rejects.toThrow(/nothing/);
  });

  test("is heard while a program prints all the time, and its lines are heard too", again(name), async () => {
    const { console } = await consoleOf(make, `function p(){print("busy");setTimeout(p,3)}p()`);
    const lines: string[] = [];
    console.onLine((line) => lines.push(line));
    for (let i = 0; i < 10; i++) expect(await console.ask(`${i}*7`)).toBe(i * 7);
    expect(new Set(lines)).toEqual(new Set(["busy"]));
  });

  test("forgets a line that somebody left unfinished", again(name), async () => {
    const { board, console } = await consoleOf(make);
    board.type("var left = function() { ( 'open");
    expect(await console.ask("typeof left")).toBe("undefined");
  });

  test("is asked again when the line loses keys, and never runs what is not whole", again(name), async () => {
    const lost = Array.from({ length: 4 }, (_, i) => 5 + i * 311);
    const { console } = await consoleOf(make, "var runs=[]", (link) => new LossyLink(link, lost));
    expect(await console.ask(code, { timeout: 200, attempts: 14 })).toBe(12345);
    expect(new Set((await console.ask("runs")) as number[])).toEqual(new Set([67890]));
  });

  test("says when the cable is cut, at once", again(name), async () => {
    const { cable, console } = await consoleOf(make);
    const asked = console.ask("1+1");
    cable.cut();
    await expect(asked).rejects.toThrow(LinkLost);
    await expect(console.ask("1+1")).rejects.toThrow(LinkLost);
  });

  test("says when nobody answers", again(name), async () => {
    const { console } = await consoleOf(make, "", (link) => new LossyLink(link, "all"));
    await expect(console.ask("1+1", { timeout: 20, attempts: 3 })).rejects.toThrow(NoAnswer);
  });

  test("serves @espruino-tools/core's controller", again(name), async () => {
    const { console } = await consoleOf(make);
    const controller = controllerFor(console);
    expect(await controller.getDeviceType()).toMatchObject({ data: await evaluate(controller, "process.env.BOARD") });
    expect(await controller.Pin.val("D2")).toMatchObject({ data: false });
    expect(controller.UART.isConnected()).toBe(true);
    await expect(evaluate(controller, "nothing.here")).rejects.toThrow(BoardError);
  });
});
