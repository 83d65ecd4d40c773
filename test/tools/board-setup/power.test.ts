/**
 * A power cut at any step of writing to flash, be it while the node is written or while the next boot puts it into use:
 * the old node runs with the old configuration, or the new with the new.
 */
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { LinuxEspruino } from "../../../board/linux/index.ts";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { espruino } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import { failingBoard, FailingFlash } from "./failing-flash.ts";
import { flash, littleNode, nodeWith } from "./flash-fixture.ts";

let older: BuiltNode;
let newer: BuiltNode;
beforeAll(async () => {
  older = await nodeWith(littleNode("1.0.0", 1_000, "lived();"));
  newer = await nodeWith(littleNode("1.1.0", 1_000), "1.1.0", "\n// another guard\n");
}, 60_000);

/** Flashes the newer node, and loses power at a step. Returns what flash holds then, and whether it came so far at all. */
async function cutAt(start: Map<string, string>, step: number, torn: boolean): Promise<{ files: Map<string, string>; steps: number; canTear: boolean }> {
  const { memory, board, cable } = failingBoard(start, step, torn);
  await board.powerOn();
  const ended = flash(board, newer, { link: cable, options: { node: "new" } });
  if (step === Infinity) await ended;
  else await expect(ended).rejects.toThrow();
  await board.powerOff();
  return { files: memory.contents(), steps: memory.steps, canTear: memory.canTear };
}

/** What a board with this flash says at power-on. */
async function starts(files: Map<string, string>): Promise<string[]> {
  const board = new VirtualEsp32({ flash: new FailingFlash(files) });
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  await board.powerOn();
  await board.powerOff();
  return lines;
}

function stateOf(said: string[]): string {
  // A file of which there is only the header: it reads as erased flash, is complained about, and does no harm.
  const erased = said.findIndex((line) => /^Uncaught ReferenceError: "\ufffd+" is not defined/.test(line));
  const lines = erased < 0 ? said : said.toSpliced(erased, 4);
  if (lines.some((line) => /Uncaught|^boot:/.test(line))) return lines.filter((line) => line !== "").join("\n");
  if (lines.some((line) => line.startsWith("ding 1.0.0: old, boot"))) return "old";
  if (lines.some((line) => line.startsWith("ding 1.1.0: new, boot"))) return "new";
  return lines.filter((line) => line !== "").join("\n") || "bare";
}

/** A board with the older node, which has lived for a minute: otherwise the power cuts would soon lead to safe mode. */
async function withOlder(change: (files: Map<string, string>) => void = lived): Promise<Map<string, string>> {
  const memory = new FailingFlash(new Map());
  const board = new VirtualEsp32({ flash: memory });
  await board.powerOn();
  await flash(board, older, { options: { node: "old" } });
  await board.powerOff();
  const files = memory.contents();
  change(files);
  return files;
}

const lived = (files: Map<string, string>): void => {
  files.set("ding.b0", (files.get("ding.b0") ?? "").replace(/b\xff/, "bl"));
};
// The boot in which the board is flashed takes the last two bytes.
const lastBytes = "1".padEnd(1014, "bl") + "\xff\xff";
const full = (files: Map<string, string>): void => void files.set("ding.b0", `00000000${lastBytes}`);
const fullSecond = (files: Map<string, string>): void => {
  full(files);
  files.set("ding.b1", `00001000${lastBytes.replace("1", "2")}`);
  files.set("ding2.js", files.get("ding.js") ?? "");
  files.set("ding.js", littleNode("0.9.0", 1_000));
};

const guardAlone = (files: Map<string, string>): void => {
  lived(files);
  files.delete("ding.js");
};
const nothing = (files: Map<string, string>): void => files.clear();
const aloneSays = "boot: no ding.js; flash the node again";

it.each([
  ["an older node", lived, "old"],
  ["an older node whose boot journal is full", full, "old"],
  ["an older node in the second slot, whose boot journals are both full", fullSecond, "old"],
  ["nothing", nothing, "bare"],
  ["a guard that has lost its node", guardAlone, "bare"],
] as const)(
  "of a board with %s",
  async (_what, change, before) => {
    const start = await withOlder(change);
    const { steps, files: all } = await cutAt(start, Infinity, false);
    expect(stateOf(await starts(all))).toBe("new");
    const seen = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      let canTear = true;
      for (const torn of [false, true]) {
        if (!canTear) continue;
        const cut = await cutAt(start, step, torn);
        const { files } = cut;
        canTear = cut.canTear;
        const state = stateOf(await starts(files));
        // A guard without a node has been saying so before anything was touched.
        const allowed = [before, "new", ...(change === guardAlone ? [aloneSays] : [])];
        expect(allowed, `step ${step} of ${steps}${torn ? ", torn" : ""}`).toContain(state);
        seen.add(state);
        if (step % 5 !== 0) continue;
        const repaired = await cutAt(files, Infinity, false);
        expect(stateOf(await starts(repaired.files))).toBe("new");
      }
    }
    expect(seen).toContain(before);
    expect(seen).toContain("new");
  },
  60_000,
);

// From its end: the files that were laid ready go, then "done", the mark, .bootcde (data, header, old name), ding.json.
describe.skipIf(!espruino).each([4, 5, 6, 7, 8, 9, 10])("the handover, cut %i steps before the end", (back) => {
  it("is finished by the real interpreter, too", again("real interpreter"), async () => {
    const start = await withOlder();
    const { steps } = await cutAt(start, Infinity, false);
    const { files } = await cutAt(start, steps - back, true);
    const board = new LinuxEspruino(espruino);
    onTestFinished(() => board.discard());
    for (const [name, contents] of files) board.put(name, contents);
    const lines: string[] = [];
    board.onLine((line) => lines.push(line));
    await board.powerOn();
    expect(stateOf(lines)).toBe("new");
    expect(await board.eval('require("Storage").list().filter(function(n){return /new/.test(n)}).length')).toBe("0");
  });
});
