/** The built node's outbox in flash: outages of any length, power cuts on the real interpreter, wear, and what stays behind. */
import type { Duplex } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, running, type Desk } from "./desk.ts";
import { sudden } from "./sudden-death.ts";

const sensor = "/kv6003/sensor/ding";
const health = "/kv6003/health/hall";

beforeAll(...buildFirst);

async function pass({ clock }: Desk, seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 5; i++) await clock.advance(200);
}

async function presses(world: Desk, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    press(world.board);
    await world.clock.advance(200);
    release(world.board);
    await world.clock.advance(200);
  }
}

/** A broker that takes what comes, and confirms nothing but CONNECT and SUBSCRIBE. */
function mute(stream: Duplex): void {
  stream.on("error", () => undefined);
  stream.on("data", (chunk: Buffer) => {
    if (chunk[0] === 0x10) stream.write(Buffer.from([0x20, 2, 0, 0]));
    if (chunk[0] === 0x82) stream.write(Buffer.from([0x90, 4, ...chunk.subarray(2, 4), 1, 1]));
  });
}

const seqs = ({ told }: Desk): unknown[] => told(sensor).map(({ seq }) => seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("on the virtual ESP32", () => {
  it("writes nothing while it is online", async () => {
    const world = await running();
    await pass(world, 20);
    const { operations } = world.board.flash.power;
    await presses(world, 20);
    await pass(world, 20);
    expect(world.board.flash.power.operations).toBe(operations);
    expect(seqs(world)).toEqual(upTo(20));
  });

  it("keeps 400 presses of an outage with a queue of 4, counts them as queued, and sends them in order", async () => {
    const world = await running({ queue: 4, retry: { first: 100, longest: 200 } });
    world.board.cutWifi();
    await pass(world, 1);
    await presses(world, 400);
    const lines: string[] = [];
    world.board.onLine((line) => lines.push(line));
    world.board.type("ding.status()\n");
    await pass(world, 1);
    expect(lines.join()).toContain('"queued":400,"dropped":0');
    world.board.restoreWifi();
    await pass(world, 60);
    expect(seqs(world)).toEqual(upTo(400));
    expect(world.told(health).at(-1)).toMatchObject({ queued: 0, dropped: 0 });
    expect(world.lines.filter((line) => line.includes("Uncaught"))).toEqual([]);
  });

  it("in an outage that is longer than its flash drops the oldest, and counts them", async () => {
    const world = await running({ journal: 8192, retry: { first: 100, longest: 200 } });
    world.board.cutWifi();
    await pass(world, 1);
    await presses(world, 200);
    world.board.restoreWifi();
    await pass(world, 70);
    const arrived = seqs(world) as number[];
    expect(arrived).toEqual(upTo(200).slice(-arrived.length));
    expect(arrived.length).toBeGreaterThan(35);
    expect(world.told(health).at(-1)).toMatchObject({ queued: 0, dropped: 200 - arrived.length });
  });

  it("writes what is in flight into flash when receipts stay away for 5 s, before the link counts as lost", async () => {
    const world = await running();
    const restore = world.replaceBroker(() => undefined);
    await pass(world, 1);
    void restore;
    await presses(world, 3);
    await pass(world, 8);
    await world.board.powerOff();
    restore();
    await world.board.powerOn();
    await pass(world, 10);
    expect(world.told(sensor).map(({ boot, seq }) => [boot, seq])).toEqual([1, 2, 3].map((seq) => [1, seq]));
  });

  it("drops nothing where receipts stay away and the queue is short: the client is given no more than it has room for", async () => {
    const world = await running({ queue: 4 });
    const restore = world.replaceBroker(mute);
    await pass(world, 3);
    await presses(world, 30); // more than it has room for, before the connection is doubted
    restore();
    await pass(world, 60);
    expect([...new Set(seqs(world))].sort((a, b) => Number(a) - Number(b))).toEqual(upTo(30));
    expect(world.told(health).at(-1)).toMatchObject({ queued: 0, dropped: 0 });
  });

  it("keeps what waits, and the press that comes, when there is once too little memory to read flash", async () => {
    const world = await running();
    world.board.cutWifi();
    await pass(world, 1);
    await presses(world, 3);
    await world.board.eval("(function(){var real=E.toString;E.toString=function(){E.toString=real}})()");
    await presses(world, 1);
    expect(world.lines).toContain("ding flash cannot be used: a message waits in RAM only");
    world.board.restoreWifi();
    await pass(world, 60);
    expect([...new Set(seqs(world))].sort()).toEqual(upTo(4));
    expect(world.told(health).at(-1)).toMatchObject({ queued: 0, dropped: 0 });
  });

  it("restarts to help itself though its flash cannot be read", async () => {
    const world = await running({ recovery: { restart: 60_000 } });
    world.board.cutWifi();
    await pass(world, 1);
    await presses(world, 3);
    await world.board.eval("E.toString=function(){}");
    await pass(world, 70);
    expect(world.lines).toContain("ding restarting: offline for 1 min");
    expect(world.lines.filter((line) => /boot 2; /.test(line))).toHaveLength(1);
    expect(world.lines.filter((line) => line.includes("Uncaught"))).toEqual([]);
    world.board.restoreWifi();
    await pass(world, 60);
    expect(seqs(world)).toEqual(upTo(3));
  });

  it("with journal 0 keeps to RAM", async () => {
    const world = await running({ journal: 0, retry: { first: 100, longest: 200 } });
    world.board.cutWifi();
    await pass(world, 1);
    await presses(world, 5);
    expect(world.board.flash.region.writes).toBe(0);
    world.board.restoreWifi();
    await pass(world, 5);
    expect(seqs(world)).toEqual(upTo(5));
    expect(world.board.flash.region.writes).toBe(0);
  });

  it("wears its flash for decades: ten outages a day with 20 presses each", async () => {
    const world = await running({ retry: { first: 100, longest: 200 } });
    const { region } = world.board.flash;
    await pass(world, 20); // a new board has its pages erased once
    const [erasesBefore, writesBefore] = [region.erases.reduce((sum, times) => sum + times), region.writes];
    for (let outage = 0; outage < 10; outage++) {
      world.board.cutWifi();
      await pass(world, 1);
      await presses(world, 20);
      world.board.restoreWifi();
      await pass(world, 10);
    }
    const erases = region.erases.reduce((sum, times) => sum + times) - erasesBefore;
    expect(seqs(world)).toEqual(upTo(200));
    const years = Math.round((100_000 * 15) / erases / 365);
    console.log(`a day of ten outages: ${region.writes - writesBefore} writes, ${erases} erases over 15 pages: ${years} years to 100000 erases of a page`);
    expect(years).toBeGreaterThan(100);
  });

  it("leaves nothing behind after many outages", async () => {
    const world = await desk({ retry: { first: 100, longest: 200 } });
    await world.board.powerOn();
    await pass(world, 5);
    const listeners = (): Promise<string> => world.board.eval("Object.keys(global).length");
    const before = await listeners();
    for (let outage = 0; outage < 30; outage++) {
      world.board.cutWifi();
      await pass(world, 1);
      await presses(world, 5);
      world.board.restoreWifi();
      await pass(world, 4);
    }
    expect(await listeners()).toBe(before);
    expect(seqs(world)).toEqual(upTo(150));
  });
});

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("no message that lay in flash is lost when it is killed at any moment", { timeout: 120_000 }, async () => {
    const deaths = await sudden(espruino ?? "", 8, 13);
    console.log(`killed ${deaths.kills} times: ${deaths.inFlash} messages lay in flash, ${deaths.messages} arrived, ${deaths.repeats} of them twice`);
    expect(deaths.inFlash).toBeGreaterThan(10);
  });
});
