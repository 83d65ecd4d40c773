/**
 * Whole days of what can go wrong, at a random seed each: no press is lost, the memory that Espruino's Wi-Fi keeps does not
 * run out, and the node is back by itself. On the virtual ESP32, which leaks as the chip does.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { MemoryNetwork } from "../../board/virtual/index.ts";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { deafBroker } from "../support/deaf-broker.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "../node/desk.ts";
import { memoryOf } from "../node/in-use.ts";

const sensor = "/kv6003/sensor/ding";
const second = 1000; // ms
const minute = 60 * second;
const hour = 60 * minute;

beforeAll(...buildFirst);

interface Day extends Desk {
  /** Presses made so far. */
  made: () => number;
  network: MemoryNetwork;
}

/** A node that is online, a press made each hour or so. */
async function day(seed: number, ding: object = {}): Promise<Day & { pass: (ms: number) => Promise<void> }> {
  const random = seededRandom(seed);
  const network = new MemoryNetwork();
  const all = await desk(ding, undefined, undefined, { network, random });
  await all.board.powerOn();
  await all.clock.advance(2000);
  expect(all.lines).toContain("mqtt: connected as hall");
  let made = 0;
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0;) {
      const step = Math.min(left, (0.5 + random()) * hour);
      await all.clock.advance(step - Math.min(step, second));
      press(all.board);
      made++;
      await all.clock.advance(Math.min(step, second) / 2);
      release(all.board);
      await all.clock.advance(Math.min(step, second) / 2);
      left -= step;
    }
  };
  return { ...all, network, made: () => made, pass };
}

/** Every press arrived, each once by its id, and nearly all memory that there was is still there. */
async function expectWhole({ board, clock, told, made, lines }: Day, mostUsed: number): Promise<void> {
  // Step by step: the broker in memory needs its turns of Node's loop between them.
  for (let step = 0; step < 300; step++) await clock.advance(100);
  const ids = new Set(told(sensor).map(({ boot, seq }) => `${String(boot)}-${String(seq)}`));
  expect(ids.size).toBe(made());
  expect(lines.filter((line) => /Uncaught/.test(line))).toEqual([]);
  const { usage, total } = await memoryOf(board);
  expect(usage / total).toBeLessThan(mostUsed);
}

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 32));

describe(`24 hours at seed ${seed}`, () => {
  it("without an access point: back within a minute of its return, memory above a tenth (fault 8)", async () => {
    const all = await day(seed);
    all.board.cutWifi();
    await all.pass(24 * hour);
    all.lines.length = 0;
    all.board.restoreWifi();
    for (let step = 0; step < 600 && !all.lines.includes("mqtt: connected as hall"); step++) await all.clock.advance(100);
    expect(all.lines).toContain("mqtt: connected as hall");
    await expectWhole(all, 0.9);
  });

  it("with a Wi-Fi that says it is connected while nothing gets through, until it is joined anew (fault 6)", async () => {
    const all = await day(seed);
    const isLying = { now: true };
    const real = all.network.connect.bind(all.network);
    all.network.connect = (...args) => (isLying.now ? "refused" : real(...args));
    all.network.closeAll();
    all.board.onLine((line) => {
      if (line.startsWith("wifi: connected, but no MQTT")) isLying.now = false;
    });
    await all.pass(24 * hour);
    const joins = all.lines.filter((line) => line.startsWith("wifi: connected, but no MQTT for 10 min"));
    expect(joins).toHaveLength(1);
    await expectWhole(all, 0.5);
  });

  it("with a broker that hangs up after each CONNACK", async () => {
    const all = await day(seed);
    const stop = all.replaceBroker(deafBroker({ puback: false, closesAfterConnack: true }));
    await all.pass(24 * hour);
    stop();
    await all.clock.advance(2 * minute);
    await expectWhole(all, 0.5);
  });

  it("with a broker that never acknowledges: a receipt that is overdue ends each connection (fault 3)", async () => {
    const all = await day(seed);
    const stop = all.replaceBroker(deafBroker({ puback: false, closesAfterConnack: false }));
    await all.pass(24 * hour);
    expect(all.lines.filter((line) => line.startsWith("mqtt: receipt overdue")).length).toBeGreaterThan(100);
    stop();
    await all.clock.advance(2 * minute);
    await expectWhole(all, 0.5);
  });
});
