/** The count of boots goes on for ever: over an erase, over a power cut in its midst, and on a chip that lost it. */
import { beforeAll, describe, expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { isSecondInUse, journalSize, readJournal } from "../../../src/firmware/journal.ts";
import { countByClock } from "../../../src/tools/board-setup/boot-count.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { boards, nextLine } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import { failingBoard } from "./failing-flash.ts";
import { boardWith, erase, eraseOver, flash, littleNode, nodeWith, Person } from "./flash-fixture.ts";

let node: BuiltNode;
beforeAll(async () => {
  node = await nodeWith(littleNode("1.0.0", 1_000));
}, 60_000);

const day = 86_400_000;
const newYear = Date.UTC(2026, 0, 1);

describe("a count by the clock", () => {
  it.each([
    [newYear, 0],
    [newYear + day, 1440],
    [Date.UTC(2100, 0, 1), 38_920_320],
    [0, 0],
  ])("at %i is %i, which has eight digits for longer than the chip lives", (now, count) => {
    expect(countByClock(now)).toBe(count);
  });
});

describe.each(boards())("the count of boots on the %s", (name, make) => {
  it("begins by the clock on a blank chip", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const started = nextLine(board, /^ding 1/);
    await flash(board, node, { now: newYear + day });
    expect(await started).toMatch(/boot 1441;/);
  });

  it("continues after an erase, whatever the clock says", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, node, { now: newYear + day });
    expect(await erase(board, { yes: true })).toContain("Kept: the boot count, 1441, so that no new message looks like an old one");
    await erase(board, { yes: true }); // twice is harmless
    const started = nextLine(board, /^ding 1/);
    await flash(board, node, { now: newYear });
    expect(await started).toMatch(/boot 1442;/);
  });

  it("turns over to the other journal without new room in Storage", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, node);
    expect(await board.eval('["ding.b0","ding.b1"].map(function(n){return require("Storage").read(n).length}).join()')).toBe(`${journalSize},${journalSize}`);
    // All but the last bytes are used up, and Storage is full.
    await board.eval('(function(s){s.write("ding.b0","l".repeat(1010),11,1024);s.write("full","x",0,s.getFree()-40)})(require("Storage"))');
    for (const boot of [2, 3, 4]) {
      await board.powerOff();
      const started = nextLine(board, /^ding 1/);
      await board.powerOn();
      expect(await started).toMatch(new RegExp(`boot ${boot};`));
    }
  });
});

it("asks before it replaces a program that was put on a board after an erase", async () => {
  const board = boardWith(() => new VirtualEsp32());
  await board.powerOn();
  await flash(board, node);
  await erase(board, { yes: true });
  await board.powerOff();
  board.put(".bootcde", "print('mine')");
  await board.powerOn();
  await expect(flash(board, node, { person: new Person(["n"]) })).rejects.toThrow("nothing was changed");
});

it.each(["ding.b0", "ding.b1"])(
  "is not lost by a power cut at any step of an erase, with the count in %s",
  async (inUse) => {
    const old = inUse === "ding.b0" ? "ding.b1" : "ding.b0";
    const start = new Map([
      [".bootcde", node.release.boot],
      ["ding.js", node.release.node],
      [inUse, "000010001bl".padEnd(journalSize, "\xff")],
      [old, "00000500".padEnd(journalSize, "l")],
    ]);
    async function cutAt(step: number, torn: boolean): Promise<{ boots: number; steps: number }> {
      const { memory, board, cable } = failingBoard(start, step, torn);
      await board.powerOn();
      const erasing = eraseOver(cable, { yes: true });
      await (step === Infinity ? erasing : erasing.catch(() => undefined));
      await board.powerOff();
      const [first, second] = ["ding.b0", "ding.b1"].map((file) => readJournal(memory.contents().get(file), true));
      if (!first || !second) throw new Error("there are two");
      return { boots: (isSecondInUse(first, second) ? second : first).boots, steps: memory.steps };
    }
    const { boots, steps } = await cutAt(Infinity, false);
    expect(boots).toBe(1002);
    // The first step is the guard's own mark of this boot.
    for (let step = 2; step <= steps; step++) for (const torn of [false, true]) expect((await cutAt(step, torn)).boots, `step ${step}`).toBe(1002);
  },
  60_000,
);
