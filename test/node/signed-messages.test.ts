/** A node with `mqtt.sign` signs presses, readings and health, also those that waited in flash or were made in safe mode. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { isSigned } from "../../src/tools/mqtt/signature-check.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { click, dingFor, flashed, lineLike, Listener, startBroker, type Heard } from "./node.ts";

const key = "a key of 18 bytes.";
const sensorTopic = "/kv6003/sensor/ding";
const readingTopic = "/kv6003/sensor/reading";
const healthTopic = "/kv6003/health/hall";
const sensors = [{ name: "Temp", kind: "temperature", every: 1000 }];

beforeAll(...buildFirst);

const isSignedAs = ({ topic, text }: Heard): boolean => isSigned(topic, text, key);

describe.each(boards())("on the %s", (_name, make) => {
  it("presses, readings and health are signed", { timeout: 60_000 }, async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board } = await flashed(make, { ...ding, mqtt: { ...ding.mqtt, key, sign: true }, readings: "topic", sensors });
    await board.powerOn();
    await listener.next("/kv6003/status/hall", (payload) => payload === "online");
    await click(board);
    for (const topic of [sensorTopic, readingTopic, healthTopic]) {
      const message = await listener.next(topic);
      expect(isSignedAs(message), message.text).toBe(true);
      expect(message.payload).toMatchObject({ node: "hall" });
    }
  });

  it("a press that waited in flash over a power cut arrives once, signed", { timeout: 60_000 }, async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(make, { ...ding, mqtt: { ...ding.mqtt, key, sign: true } });
    await broker.stop();
    await board.powerOn();
    await lineLike(lines, /hall, boot 1;/);
    await click(board);
    await board.powerOff();
    await broker.restart();
    await board.powerOn();
    await listener.next("/kv6003/status/hall", (payload) => payload === "online");
    await click(board);
    const heard = await listener.count(sensorTopic, 2);
    expect(heard.map(isSignedAs)).toEqual([true, true]);
    expect(heard.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ boot: 1, seq: 1, event: "press" }),
      expect.objectContaining({ boot: 2, seq: 1, event: "press" }),
    ]);
  });
});

describe("on the virtual ESP32", () => {
  async function boot(mqtt: object): Promise<Desk> {
    const all = await desk({ mqtt: { host: "broker", ...mqtt }, retry: { first: 100, longest: 200 } });
    await all.board.powerOn();
    await all.clock.advance(1500);
    return all;
  }

  async function pressed({ board, clock }: Desk): Promise<void> {
    press(board);
    await clock.advance(200);
    release(board);
    await clock.advance(200);
  }

  it("with a key alone nothing is signed", async () => {
    const all = await boot({ key });
    await pressed(all);
    expect(all.told(sensorTopic)).toHaveLength(1);
    expect(all.told(sensorTopic)[0]).not.toHaveProperty("mac");
    expect(all.told(healthTopic)[0]).not.toHaveProperty("mac");
  });

  it("without a key it says what is missing, and sends without signatures", async () => {
    const all = await boot({ sign: true });
    await pressed(all);
    expect(all.lines).toContain("config: mqtt.sign needs mqtt.key; signing nothing");
    expect(all.told(sensorTopic)).toHaveLength(1);
    expect(all.told(sensorTopic)[0]).not.toHaveProperty("mac");
  });

  it("with a key that is not valid nothing is signed: nobody could tell", async () => {
    const all = await boot({ key: "too short", sign: true });
    await pressed(all);
    expect(all.told(sensorTopic)[0]).not.toHaveProperty("mac");
  });

  it("signs commands' answers no more than before", async () => {
    const all = await boot({ key, sign: true });
    expect(all.told("/kv6003/state/hall/led")).toEqual([{ state: "off", brightness: 1 }]);
  });

  it("presses in safe mode are signed, and sent by the boot that follows", async () => {
    const all = await desk({ mqtt: { host: "broker", key, sign: true } });
    // Three boots that hung within a minute.
    all.board.put("ding.b0", "000000001pbbb".padEnd(1024, "\xff"));
    all.board.put(".boot2", "peek32=function(){return 12}"); // a reset by a program
    await all.board.powerOn();
    await all.clock.advance(2000);
    expect(all.lines.join("\n")).toContain("SAFE MODE");
    await pressed(all);
    for (let second = 0; second < 11 * 60; second++) await all.clock.advance(1000);
    const told = all.told(sensorTopic).map((message) => JSON.stringify(message));
    expect(told).toEqual([expect.stringContaining('"boot":5,"seq":1,')]);
    expect(isSigned(sensorTopic, told[0] ?? "", key)).toBe(true);
  });
});
