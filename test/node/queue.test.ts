/** The built node's queue in RAM, without a journal, in an outage that is longer than it: which messages go, and that each is accounted for. */
import { beforeAll, describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { press, release } from "../../board/shared/index.ts";
import { boards, espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk } from "./desk.ts";
import { click, lineLike, online, until, wait } from "./node.ts";

const sensor = "/kv6003/sensor/ding";
const health = "/kv6003/health/hall";

beforeAll(...buildFirst);

interface Told {
  seq: number;
  type: "button" | "reading";
  up: number;
}

describe("a queue of four", () => {
  /** Light that moves, so that a reading comes when it is told to. */
  const light = [{ name: "light", kind: "analog", pin: "D34", every: 86_400_000, change: 0.1 }];

  it.each<[what: string, outage: string, left: number[], dropped: number]>([
    ["holds what fits", "PRPR", [2, 3, 4, 5], 0],
    ["lets the oldest reading go first", "PRPRR", [2, 4, 5, 6], 1],
    ["lets one reading after the other go for presses", "PRPRRPP", [2, 4, 7, 8], 3],
    ["lets a new reading go when all else are presses", "PPPPR", [2, 3, 4, 5], 1],
    ["lets the oldest press go when there is no reading", "PPPPPP", [4, 5, 6, 7], 2],
    ["keeps the latest readings when there is nothing else", "RRRRRRR", [5, 6, 7, 8], 3],
    ["keeps its order through all of it", "PRPRRPPRPP", [7, 8, 10, 11], 6],
  ])("%s: %s", async (_what, outage, left, dropped) => {
    const { board, clock, told } = await desk({ journal: 0, queue: 4, sensors: light, retry: { first: 100, longest: 200 } });
    await board.powerOn();
    await clock.advance(3000);
    board.cutWifi();
    await clock.advance(200); // what was sent before it noticed is on its way
    let level = 0;
    for (const step of outage) {
      if (step === "R") board.drive("D34", (level = (level + 0.2) % 1));
      else press(board);
      await clock.advance(1100);
      release(board);
      await clock.advance(1100);
    }
    board.restoreWifi();
    // Step by step: the broker in memory needs its turns of Node's loop between them.
    for (let step = 0; step < 20; step++) await clock.advance(100);
    await clock.advance(61_000);
    // The first is the reading at power-on, before the outage.
    expect(told(sensor).map(({ seq }) => seq)).toEqual([1, ...left]);
    expect(told(health).at(-1)).toMatchObject({ queued: 0, dropped });
    press(board);
    await clock.advance(500);
    expect(told(sensor).at(-1)).toMatchObject({ event: "press", seq: outage.length + 2 });
  });
});

describe("a queue of one", () => {
  it("leaves room for what the node says of its LED at each connect, and after each change", async () => {
    const { board, clock, told } = await desk({ journal: 0, queue: 1 });
    await board.powerOn();
    await clock.advance(2000);
    board.type('ding.led("on");ding.led("toggle");ding.led("toggle")\n');
    await clock.advance(1000);
    expect(told("/kv6003/state/hall/led").map(({ state }) => state)).toEqual(["off", "on", "off", "on"]);
    expect(told(health).at(-1)).toMatchObject({ dropped: 0 });
  });
});

describe.each(boards())("on the %s", (_name, make) => {
  it("an outage longer than the queue costs readings first, and each gap in seq is a drop that health counts", async () => {
    const sensors = [{ name: "chip", kind: "temperature", every: 1000 }];
    const { board, lines, listener } = await online(make, { journal: 0, queue: 4, sensors, health: 1000 });
    const all = (): Told[] => listener.on(sensor).map(({ payload }) => payload as Told);
    await listener.count(sensor, 1);
    await wait(300); // for its receipt: what has arrived and is dropped for want of one would be counted, and be no gap
    board.cutWifi();
    await lineLike(lines, /^wifi: .*; trying again/);
    for (let i = 0; i < 3; i++) {
      await click(board);
      await wait(900);
    }
    await click(board);
    board.restoreWifi();
    const presses = (): Told[] => all().filter(({ type }) => type === "button");
    await until(
      () => presses()[3],
      () => "the presses of the outage",
    );
    await click(board);
    const last = await until(
      () => presses()[4],
      () => "the press after it",
    );
    const told = await listener.next(health, (payload) => (payload as Told).up > last.up);
    // QoS 1 may repeat what was on its way when the link went.
    const seqs = [...new Set(all().map(({ seq }) => seq))].filter((seq) => seq <= last.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(told.payload).toMatchObject({ dropped: last.seq - seqs.length });
    expect(last.seq - seqs.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("an allowed queue cannot exhaust the memory: presses are dropped, oldest first, before that (fault 7)", { timeout: 90_000 }, async () => {
    const { board, lines, listener } = await online(() => new LinuxEspruino(espruino), { journal: 0, queue: 1000 });
    board.cutWifi();
    await lineLike(lines, /^wifi: .*; trying again/);
    // In bits, for a console has to read what is typed.
    for (let i = 0; i < 30; i++) await board.eval("(function(){for(var i=0;i<10;i++)ding.press()})()");
    const used = Number(await board.eval("process.memory().usage/process.memory().total"));
    expect(used).toBeLessThan(0.9);
    board.restoreWifi();
    const told = await listener.next(health, (payload) => (payload as { queued: number; dropped: number }).dropped > 0);
    const { dropped } = told.payload as { dropped: number };
    expect(dropped).toBeLessThan(250);
    const last = await listener.next(sensor, (payload) => (payload as Told).seq === 300);
    expect(last.payload).toMatchObject({ event: "press" });
    expect(await board.eval("1+1")).toBe("2");
  });
});
