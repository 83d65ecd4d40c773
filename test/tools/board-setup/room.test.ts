/** Room in Storage: the node takes what comes over MQTT only while enough is free, and flashing by cable makes some again. */
import { beforeAll, describe, expect, it } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import type { Flash } from "../../../board/virtual/index.ts";
import { flashBoard, type FlashOptions } from "../../../src/tools/board-setup/flash-board.ts";
import { readDist } from "../../../src/tools/node-build/release.ts";
import type { Desk } from "../../node/desk.ts";
import { announcementOf, boot, nodeOf, pass, send, starts, switchTo, troubles } from "../../node/updates.ts";
import { boards } from "../../support/boards.ts";
import { Cable } from "../../support/cable.ts";
import { buildFirst, builtDist } from "../../support/dist.ts";
import { settings } from "../../support/settings.ts";
import { again } from "../../tinymqtt/again.ts";
import { untilEnded } from "../desk-with-broker.ts";
import { boardWith, flash, littleNode, nodeWith, Person } from "./flash-fixture.ts";

const header = 32; // bytes before each file

/** Leaves so many bytes free: the others are of a file that was erased. */
function fillWithErased(storage: Flash, free: number): void {
  storage.put("old", "x".repeat(storage.free(false) - header - free));
  storage.erase("old");
}

describe("a node that is up to date, on a board with little room", () => {
  beforeAll(...buildFirst);

  /** Flashes what the board has already. Returns what the user read. */
  async function flashAgain(world: Desk, options: Partial<FlashOptions> = {}): Promise<string[]> {
    const person = new Person();
    const node = { release: readDist(await builtDist()), settings };
    const around = { terminal: person, passwords: {}, patience: 10_000 };
    expect(await untilEnded(world, flashBoard(new Cable(world.board), node, { baud: 115_200, keepBluetooth: true, ...options }, around))).toBe("");
    return person.said;
  }

  const files = ({ board }: Desk): unknown[] => [".bootcde", ".boot1", "ding.js", "ding.json"].map((name) => board.flash.read(name));

  it("takes no update until it is flashed: then there is room, and its files are as before", { timeout: 120_000 }, async () => {
    const world = await boot();
    fillWithErased(world.board.flash, 60_000);
    const file = await nodeOf("1.1.0");
    const before = files(world);
    expect(await send(world, file, announcementOf(file, "1.1.0"))).toMatchObject({ reason: expect.stringContaining("flash the node by cable once") as string });

    const said = await flashAgain(world);
    expect(said).toContain("The board is up to date");
    expect(said.join("\n")).toMatch(/making room\. Do not unplug the board/);
    expect(files(world)).toEqual(before);

    await pass(world, 2000);
    await switchTo(world, file, "1.1.0");
    await pass(world, 2000);
    expect(starts(world)).toEqual(["1.0.0", "1.0.0", "1.1.0"]);
    expect(troubles(world)).toEqual([]);
  });

  it("is left as it is by a change of the configuration alone, and where an update has room", { timeout: 120_000 }, async () => {
    const world = await boot();
    const { flash: storage } = world.board;
    fillWithErased(storage, 80_000);
    expect(await flashAgain(world)).toContain("The board is up to date; nothing is written");
    fillWithErased(storage, 60_000);
    await flashAgain(world, { onlyConfig: true, node: "cellar" });
    expect(storage.free(false)).toBeLessThan(60_000);
  });
});

describe.each(boards())("flashing the %s", (name, make) => {
  /** Takes all but so many bytes, by a file that is erased again or stays. */
  async function fill(board: ProgrammableBoard, free: number, isErased: boolean): Promise<void> {
    await board.eval(`(function(s){s.write("photos","x",0,s.getFree()-${free});${isErased ? 's.erase("photos")' : ""}})(require("Storage"))`);
  }
  const freeOn = async (board: ProgrammableBoard): Promise<number> => Number(await board.eval('require("Storage").getFree()'));

  it("makes room for the next update when a node is written, and when none has to be", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await fill(board, 15_000, true);
    expect((await flash(board, node)).join("\n")).toMatch(/making room\. Do not unplug the board/);
    expect(await freeOn(board)).toBeGreaterThan(500_000);

    const sums = (): Promise<string> =>
      board.eval('require("Storage").list(/boot|js/).map(function(n){return n+E.CRC32(require("Storage").read(n))}).sort().join()');
    const before = await sums();
    await fill(board, 5_000, true);
    const said = await flash(board, node);
    expect(said).toContain("The board is up to date");
    expect(said).toContain("Node:    hall, version 1.0.0, is up");
    expect(await freeOn(board)).toBeGreaterThan(500_000);
    expect(await sums()).toBe(before);
  });

  it("writes the node where other files leave too little for an update, and says so", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await fill(board, 15_000, false);
    const said = await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(said).toContain("Node:    hall, version 1.0.0, is up");
    const words = /^Storage has too little for an update over MQTT: \d+ bytes will be free, \d+ are needed\. The biggest files there: photos \(\d+\)/;
    expect(said).toContainEqual(expect.stringMatching(words));
  });

  it("says in a dry run that it would make room, and makes none", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await flash(board, node);
    await fill(board, 5_000, true);
    const free = await freeOn(board);
    const said = await flash(board, node, { options: { dryRun: true, keepBluetooth: true } });
    expect(said.slice(-2)).toEqual([
      "Nothing to write: the board is up to date",
      `Would make room in Storage: ${free} bytes are free, ${node.release.node.length + 8192} are needed, with those for an update over MQTT`,
    ]);
    expect(await freeOn(board)).toBe(free);
  });
});
