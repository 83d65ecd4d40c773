/**
 * Faults that were found from outside, each by its number in the list that was made then: what was done, and the right
 * outcome. Others have their test where they belong; docs/faults-found.md names it.
 */
import type { Duplex } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { MemoryNetwork } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, running, type Desk } from "./desk.ts";

const sensor = "/kv6003/sensor/ding";
const control = "/kv6003/control/led/hall";
const state = "/kv6003/state/hall/led";
const minute = 60_000; // ms

beforeAll(...buildFirst);

/** Presses, and lets go. */
async function click({ board, clock }: Desk): Promise<void> {
  press(board);
  await clock.advance(200);
  release(board);
  await clock.advance(200);
}

it("1: a burst of 2000 commands is worked through in turn, with the link kept, and a press amid it arrives", async () => {
  const all = await running();
  for (let i = 0; i < 2000; i++) all.publish(control, i % 2 ? "off" : "on");
  press(all.board);
  await all.clock.advance(1000);
  expect(all.told(sensor)).toHaveLength(1);
  release(all.board);
  all.publish(control, '{"state":"on","id":"last"}');
  for (let step = 0; step < 50; step++) await all.clock.advance(100);
  expect(all.told(state).at(-1)).toEqual({ state: "on", brightness: 1, id: "last" });
  expect(all.board.level("D2")).toBe(1);
  expect(all.lines.filter((line) => line.startsWith("mqtt: "))).toEqual([
    "mqtt: the broker takes no MQTT 5; connecting with MQTT 3.1.1",
    "mqtt: connected as hall",
  ]);
});

/** A broker that takes everything but hangs up at a PUBLISH that `bad` describes. */
const touchy =
  (bad: (publish: { topic: string; retain: boolean }) => boolean, taken: string[]) =>
  (stream: Duplex): void => {
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => {
      for (let at = 0; at < chunk.length;) {
        const first = chunk[at] ?? 0;
        const isLong = (chunk[at + 1] ?? 0) > 127;
        const body = at + (isLong ? 3 : 2);
        const end = body + (isLong ? ((chunk[at + 1] ?? 0) & 127) + 128 * (chunk[at + 2] ?? 0) : (chunk[at + 1] ?? 0));
        const type = first >> 4;
        if (type === 1) stream.write(Buffer.from([0x20, 2, 0, 0]));
        if (type === 8) stream.write(Buffer.from([0x90, 4, chunk[body] ?? 0, chunk[body + 1] ?? 0, 1, 1]));
        if (type === 12) stream.write(Buffer.from([0xd0, 0]));
        if (type === 3) {
          const topicEnd = body + 2 + chunk.readUInt16BE(body);
          const topic = chunk.toString("latin1", body + 2, topicEnd);
          if (bad({ topic, retain: (first & 1) === 1 })) {
            stream.end();
            return;
          }
          taken.push(topic);
          if (first & 6) stream.write(Buffer.from([0x40, 2, chunk[topicEnd] ?? 0, chunk[topicEnd + 1] ?? 0]));
        }
        at = end;
      }
    });
  };

describe("a broker that hangs up at what it does not allow", () => {
  it("2: each retained message: presses get through, and nothing piles up", async () => {
    const all = await running();
    const taken: string[] = [];
    all.replaceBroker(touchy(({ retain }) => retain, taken));
    for (let hour = 0; hour < 6; hour++) {
      await click(all);
      await all.clock.advance(60 * minute);
    }
    expect(taken.filter((topic) => topic === sensor)).toHaveLength(6);
    expect(Number(await all.board.eval("ding.status.length")) >= 0).toBe(true);
    await all.board.eval("ding.status()");
    const queued = Number(/"queued":(\d+)/.exec(all.lines.findLast((line) => line.includes('"queued"')) ?? "")?.[1]);
    expect(queued).toBeLessThanOrEqual(2);
  });

  it.each(["/kv6003/state/hall/led", "/kv6003/status/hall"])("4: %s: presses get through, it is named, and the backoff runs", async (bad) => {
    const all = await running();
    const taken: string[] = [];
    all.replaceBroker(touchy(({ topic }) => topic === bad, taken));
    await all.clock.advance(2000);
    for (let i = 0; i < 20; i++) await click(all);
    // It is tried again every now and then, and is not set aside meanwhile.
    for (let look = 0; look < 30; look++) {
      await all.clock.advance(minute / 6);
      await all.board.eval("ding.status()");
    }
    expect(taken.filter((topic) => topic === sensor)).toHaveLength(20);
    expect(all.lines).toContain(`mqtt: the broker hangs up at ${bad}: set aside`);
    expect(all.lines.filter((line) => line.startsWith("mqtt: connected")).length).toBeLessThan(30);
    expect(all.lines.join("\n")).toContain(`"aside":"${bad}"`);
  });

  it("4: a topic of readings that wait in flash: presses get through", async () => {
    const all = await running({ readings: "topic", sensors: [{ name: "light", kind: "analog", pin: "D34", every: minute }] });
    const bad = "/kv6003/sensor/reading";
    const taken: string[] = [];
    all.board.cutWifi();
    await all.clock.advance(6 * minute);
    all.replaceBroker(touchy(({ topic }) => topic === bad, taken));
    all.board.restoreWifi();
    for (let i = 0; i < 5; i++) await click(all);
    await all.clock.advance(60 * minute);
    expect(all.lines).toContain(`mqtt: the broker hangs up at ${bad}: set aside`);
    expect(taken.filter((topic) => topic === sensor)).toHaveLength(5);
  });

  it("23: retained messages, before CONNACK already: it is named, and mqtt.retain false does without", async () => {
    const refusing = (stream: Duplex): void => {
      stream.once("data", (connect: Buffer) => {
        const flags = connect[9] ?? 0;
        if (flags & 0x20) stream.end();
        else stream.write(Buffer.from([0x20, 2, 0, 0]));
      });
    };
    const refused = await desk();
    refused.replaceBroker(refusing);
    await refused.board.powerOn();
    await refused.clock.advance(2000);
    expect(refused.lines).toContainEqual(expect.stringMatching(/^mqtt: closed by broker before CONNACK; trying again in /));
    const taken = await desk({ mqtt: { host: "broker", retain: false } });
    taken.replaceBroker(refusing);
    await taken.board.powerOn();
    await taken.clock.advance(2000);
    expect(taken.lines).toContain("mqtt: connected as hall");
  });
});

it("9: a sensor that never answers is read once at a time, and named once", async () => {
  const all = await desk({ sensors: [{ name: "light", kind: "analog", pin: "D34", every: 1000 }] });
  all.board.put(".boot2", 'var reads=0;analogRead=function(){reads++;throw new Error("no ADC")}');
  await all.board.powerOn();
  await all.clock.advance(60_000);
  expect(all.lines.filter((line) => line.startsWith("sensor light: "))).toHaveLength(1);
  expect(Number(await all.board.eval("reads"))).toBeLessThanOrEqual(61);
});

describe("a Wi-Fi whose events get lost", () => {
  it("is found out by the connection, and joined anew", async () => {
    const network = new MemoryNetwork();
    const all = await desk({}, undefined, undefined, { network });
    await all.board.powerOn();
    await all.clock.advance(1500);
    all.board.accessPoint.reportsEvents = false;
    all.board.cutWifi();
    await all.clock.advance(2 * minute);
    all.board.accessPoint.reportsEvents = true;
    all.board.restoreWifi();
    await click(all);
    for (let step = 0; step < 15 * 60; step++) await all.clock.advance(1000);
    expect(all.told(sensor)).toHaveLength(1);
  });
});

it("15: a `for` lasts as long as it says, whatever SNTP does to the clock", async () => {
  const all = await running();
  all.publish(control, '{"state":"on","for":600000}');
  await all.clock.advance(5000);
  all.board.setSystemTime(1_763_812_345);
  await all.clock.advance(4 * minute);
  all.board.setSystemTime(1_763_812_345 + 900); // ten minutes ahead
  await all.clock.advance(5 * minute);
  expect(all.board.level("D2")).toBe(1);
  await all.clock.advance(minute);
  expect(all.board.level("D2")).toBe(0);
});

it("16: a blink with a `for` ends with its last flash, is told in the state, and turns back when the `for` is over", async () => {
  const all = await running();
  all.publish(control, '{"blink":{"on":100,"off":100,"count":5},"for":5000}');
  await all.clock.advance(500);
  expect(all.told(state).at(-1)).toMatchObject({ state: "on", blink: { on: 100, off: 100, count: 5 } });
  await all.clock.advance(2000);
  expect(all.told(state).at(-1)).toEqual({ state: "on", brightness: 1 });
  await all.clock.advance(5000);
  expect(all.told(state).at(-1)).toEqual({ state: "off", brightness: 1 });
});

it("17: an empty payload on the control topic is no command and no error", async () => {
  const all = await running();
  all.publish(control, "");
  await all.clock.advance(500);
  expect(all.lines.filter((line) => line.startsWith("command refused"))).toEqual([]);
});

describe("19: a ding.json that an editor has saved", () => {
  const text = '{"node":"Küche","wifi":{"ssid":"virtual"},"mqtt":{"host":"broker"}}';
  const utf16 = Buffer.from(text, "utf16le");

  it.each([
    ["as UTF-8 with a byte order mark", `\xef\xbb\xbf${Buffer.from(text).toString("latin1")}`],
    ["in Windows-1252", text],
  ])("%s is read", async (_what, bytes) => {
    const all = await desk();
    all.board.put("ding.json", bytes);
    await all.board.powerOn();
    await all.clock.advance(1500);
    expect(all.lines).toContain("mqtt: connected as Küche");
  });

  it.each([
    ["little", `\xff\xfe${utf16.toString("latin1")}`],
    ["big", `\xfe\xff${Buffer.from(utf16).swap16().toString("latin1")}`],
  ])("in UTF-16, %s end first, is refused by that name", async (_what, bytes) => {
    const all = await desk();
    all.board.put("ding.json", bytes);
    await all.board.powerOn();
    await all.clock.advance(500);
    expect(all.lines).toContain("config: ding.json is in UTF-16: save it as UTF-8; using the defaults");
  });
});

it("20: a network's name of 32 bytes is refused by name, for Espruino keeps 31", async () => {
  const all = await desk({ wifi: { ssid: "x".repeat(32) } });
  await all.board.powerOn();
  await all.clock.advance(500);
  expect(all.lines).toContain(`config: wifi.ssid must be 0..31 bytes, got "${"x".repeat(32)}"; using ""`);
});

it("27: the same words are taken bare and inside JSON", async () => {
  const all = await running();
  for (const [command, expected] of [
    ['{"state":true}', "on"],
    ['{"state":0}', "off"],
    ['{"state":"ON"}', "on"],
    ['"off"', "off"],
    [" On\r\n", "on"],
    ["FALSE", "off"],
  ] as const) {
    all.publish(control, command);
    await all.clock.advance(300);
    expect(all.told(state).at(-1), command).toMatchObject({ state: expected });
  }
});
