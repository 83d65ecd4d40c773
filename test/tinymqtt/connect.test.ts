/** CONNECT: its bytes, and what the client makes of the answer. */
import { describe, expect, test } from "vitest";
import type { Options } from "tinymqtt";
import { World, bytes, pass, settled, useWorlds } from "./world.ts";

useWorlds();

/** The variable header's beginning [MQTT-3.1.2-1]: protocol name, level 4. */
const mqtt4 = "00 04 'MQTT' 04";

describe("CONNECT", () => {
  test.each<[what: string, options: Options, expected: string]>([
    ["nothing but a name", {}, `10 0d ${mqtt4} 02 00 1e  00 01 'c'`], // clean session; 30 s
    ["another keepalive", { keepalive: 300 }, `10 0d ${mqtt4} 02 01 2c  00 01 'c'`],
    ["tinyMQTT's name for it", { keep_alive: 60 }, `10 0d ${mqtt4} 02 00 3c  00 01 'c'`],
    ["no keepalive", { keepalive: 0 }, `10 0d ${mqtt4} 02 00 00  00 01 'c'`],
    ["a kept session", { clean: false }, `10 0d ${mqtt4} 00 00 1e  00 01 'c'`],
    ["a username", { username: "u" }, `10 10 ${mqtt4} 82 00 1e  00 01 'c' 00 01 'u'`],
    ["username and password", { username: "u", password: "p\xff" }, `10 14 ${mqtt4} c2 00 1e  00 01 'c' 00 01 'u' 00 02 'p' ff`],
    ["an empty password", { username: "u", password: "" }, `10 12 ${mqtt4} c2 00 1e  00 01 'c' 00 01 'u' 00 00`],
    ["a will", { will: { topic: "w", message: "off" } }, `10 15 ${mqtt4} 06 00 1e  00 01 'c' 00 01 'w' 00 03 'off'`],
    ["a will of QoS 1, retained", { will: { topic: "w", message: "", qos: 1, retain: true } }, `10 12 ${mqtt4} 2e 00 1e  00 01 'c' 00 01 'w' 00 00`],
    ["a will of QoS 2", { will: { topic: "w", message: "", qos: 2 } }, `10 12 ${mqtt4} 16 00 1e  00 01 'c' 00 01 'w' 00 00`],
    ["a name that is text", { clientId: "gr\u00fcn\u20ac" }, `10 13 ${mqtt4} 02 00 1e  00 07 'grün€'`.replace("10 13", "10 14").replace("00 07", "00 08")],
    [
      "everything, in the order of [MQTT-3.1.3-1]",
      { username: "u", password: "p", will: { topic: "w", message: "m" } },
      `10 19 ${mqtt4} c6 00 1e  00 01 'c' 00 01 'w' 00 01 'm' 00 01 'u' 00 01 'p'`,
    ],
  ])("with %s", async (_what, options, expected) => {
    const world = new World(options);
    world.client.connect();
    await settled();
    expect(world.line.take()).toBe(bytes(expected));
  });

  test("is the first packet, and comes once [MQTT-3.1.0-1] [MQTT-3.1.0-2]", async () => {
    const world = new World();
    world.client.publish("a", "b", { qos: 1 });
    world.client.connect();
    world.client.connect();
    await settled();
    expect(world.lines).toHaveLength(1);
    expect(world.line.take()).toMatch(/^10 0d /);
    await world.line.drain();
    await pass(5000);
    expect(world.line.take()).toBe("");
  });
});

describe("CONNACK", () => {
  test("0 means connected, and nothing before it does", async () => {
    const world = new World();
    world.client.connect();
    await settled();
    expect(world.client.connected).toBe(false);
    expect(world.heard("connected")).toEqual([]);
    await world.line.send("20 02 00 00");
    expect(world.client.connected).toBe(true);
    expect(world.heard("connected")).toEqual([{ sessionPresent: false }]);
  });

  test("with a session, though a clean one was asked for, is named, and the client goes on [MQTT-3.2.2-1]", async () => {
    const world = await World.online({}, "20 02 01 00");
    expect(world.heard("connected")).toEqual([{ sessionPresent: true }]);
    expect(world.heard("error")).toEqual(["the broker resumed a session, although a clean one was requested"]);
  });

  test("tells of a kept session [MQTT-3.2.2-2]", async () => {
    const world = await World.online({ clean: false }, "20 02 01 00");
    expect(world.heard("connected")).toEqual([{ sessionPresent: true }]);
  });

  test.each([
    [1, "refused: protocol version (1)"],
    [2, "refused: identifier (2)"],
    [3, "refused: server unavailable (3)"],
    [4, "refused: bad username or password (4)"],
    [5, "refused: not authorized (5)"],
    [6, "refused: unknown (6)"],
  ])("%i is a refusal with a name", async (code, reason) => {
    const world = await World.online({}, `20 02 00 0${code}`);
    expect(world.client.connected).toBe(false);
    expect(world.heard("refused")).toEqual([code]);
    expect(world.heard("failed")).toEqual([reason]);
    expect(world.line.ended).toBe(true);
  });

  test("a refusal makes the next wait random in the whole of 0..longest", async () => {
    const world = new World({ retry: { first: 1000, longest: 60000 } });
    world.chance = 0.75;
    world.client.connect();
    await world.accept("20 02 00 05");
    await pass(44_999);
    expect(world.lines).toHaveLength(1);
    await pass(1);
    expect(world.lines).toHaveLength(2);
  });

  test.each([
    ["with a reserved flag", "20 02 02 00"],
    ["cut short", "20 01 00"],
    ["too long", "20 03 00 00 00"],
    ["with reserved bits in its type [MQTT-2.2.2-2]", "21 02 00 00"],
  ])("%s is a protocol error", async (_what, connack) => {
    const world = await World.online({}, connack);
    expect(world.client.connected).toBe(false);
    expect(world.heard("failed")).toEqual([expect.stringMatching(/^protocol error: /)]);
  });

  test.each([
    ["a message", "30 04 00 01 'a' 'x'"],
    ["PINGRESP", "d0 00"],
    ["SUBACK", "90 03 00 01 00"],
  ])("must come before %s [MQTT-3.2.0-1]", async (_what, packet) => {
    const world = await World.online({}, packet);
    expect(world.heard("failed")).toEqual([expect.stringMatching(/^protocol error: /)]);
    expect(world.heard("message")).toEqual([]);
  });

  test("must not come twice", async () => {
    const world = await World.online();
    await world.line.send("20 02 00 00");
    expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
  });
});
