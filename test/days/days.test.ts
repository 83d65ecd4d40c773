/**
 * Whole days of what can go wrong, at a random seed each: no press is lost, the memory that Espruino's Wi-Fi keeps does not
 * run out, and the node is back by itself. On the virtual ESP32, which leaks as the chip does.
 */
import type { Duplex } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { MemoryNetwork } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "../node/desk.ts";

const sensor = "/kv6003/sensor/ding";
const second = 1000; // ms
const minute = 60 * second;
const hour = 60 * minute;

beforeAll(...buildFirst);

/** Numbers in 0..1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A broker that answers, but for what `answers` leaves out: packet types by their first half byte. */
function deafBroker(answers: { puback: boolean; closesAfterConnack: boolean }): (stream: Duplex) => void {
  return (stream) => {
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => {
      for (const packet of packets(chunk)) {
        const type = (packet[0] ?? 0) >> 4;
        if (type === 1) {
          stream.write(Buffer.from([0x20, 2, 0, 0]));
          if (answers.closesAfterConnack) stream.end();
        } else if (type === 8) stream.write(Buffer.from([0x90, 4, packet[2] ?? 0, packet[3] ?? 0, 1, 1]));
        else if (type === 12) stream.write(Buffer.from([0xd0, 0]));
        else if (type === 3 && answers.puback && (packet[0] ?? 0) & 2) stream.write(Buffer.from([0x40, 2, ...idOf(packet)]));
      }
    });
  };
}

/** Packets that came whole, each shorter than 16 KB. */
function packets(chunk: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < chunk.length;) {
    const low = chunk[at + 1] ?? 0;
    const isLong = low > 127;
    const end = at + (isLong ? 3 + (low & 127) + 128 * (chunk[at + 2] ?? 0) : 2 + low);
    found.push(chunk.subarray(at, end));
    at = end;
  }
  return found;
}

function idOf(publish: Buffer): number[] {
  const start = (publish[1] ?? 0) > 127 ? 3 : 2;
  const end = start + 2 + publish.readUInt16BE(start);
  return [...publish.subarray(end, end + 2)];
}

interface Day extends Desk {
  /** Presses made so far. */
  made: () => number;
  network: MemoryNetwork;
}

/** A node that is online, a press made each hour or so. */
async function day(seed: number, ding: object = {}): Promise<Day & { pass: (ms: number) => Promise<void> }> {
  const random = seeded(seed);
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
  const { usage, total } = JSON.parse((await board.eval("JSON.stringify(process.memory())")).replace(/^"|"$/g, "").replaceAll('\\"', '"')) as {
    usage: number;
    total: number;
  };
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
