/** MQTT 5: connections. What CONNECT says, what the broker asks for, and what it refuses. */
import { describe, expect, test } from "vitest";
import { Reason } from "tinymqtt/reasons";
import type { Options } from "tinymqtt";
import { World, bytes, pass, settled, useWorlds } from "./world.ts";
import { connack, online5 } from "./world-5.ts";

useWorlds();

/** Receive Maximum 64 and Maximum Packet Size 4096. */
const ours = "21 00 40  27 00 00 10 00";

describe("CONNECT", () => {
  const head = "00 04 'MQTT' 05";
  test.each<[what: string, options: Options, expected: string]>([
    ["nothing but a name", {}, `10 16 ${head} 02 00 1e  08 ${ours}  00 01 'c'`],
    [
      "a will, which has properties of its own",
      { will: { topic: "w", message: "off" } },
      `10 1f ${head} 06 00 1e  08 ${ours}  00 01 'c'  00 00 01 'w' 00 03 'off'`,
    ],
    [
      "a will with a delay, for which the session lasts as long [MQTT5-3.1.2-8]",
      { will: { topic: "w", message: "off", delay: 30 } },
      `10 29 ${head} 06 00 1e  0d 11 00 00 00 1e ${ours}  00 01 'c'  05 18 00 00 00 1e 00 01 'w' 00 03 'off'`,
    ],
    ["a kept session, which never expires", { clean: false }, `10 1b ${head} 00 00 1e  0d 11 ff ff ff ff ${ours}  00 01 'c'`],
    ["username and password", { username: "u", password: "p" }, `10 1c ${head} c2 00 1e  08 ${ours}  00 01 'c' 00 01 'u' 00 01 'p'`],
  ])("with %s", async (_what, options, expected) => {
    const world = new World({ version: 5, ...options });
    world.client.connect();
    await settled();
    expect(world.line.take()).toBe(bytes(expected));
  });

  test("a version that does not exist is refused", () => {
    expect(() => new World({ version: 3 as 4 })).toThrow("version must be 4, 5 or auto");
  });

  test("4 is what a program gets that does not ask", async () => {
    const world = new World();
    world.client.connect();
    await settled();
    expect(world.line.take()).toBe(bytes("10 0d 00 04 'MQTT' 04 02 00 1e 00 01 'c'"));
  });
});

describe("what the broker asks for in CONNACK is obeyed:", () => {
  test("its keep alive, as long as the connection lasts [MQTT5-3.2.2-21]", async () => {
    const world = await online5({ keepalive: 300 }, "20 06 00 00 03  13 00 08");
    await pass(4999);
    expect(world.line.take()).toBe("");
    await pass(1);
    expect(world.line.take()).toBe(bytes("c0 00"));
    await world.line.close();
    await pass(1000);
    await settled();
    expect(world.line.take()).toContain(bytes("05 02 01 2c")); // 300 s again
  });

  test("its receive maximum, as long as the connection lasts [MQTT5-3.3.4-7]", async () => {
    const world = await online5({}, "20 06 00 00 03  21 00 01");
    for (const text of ["1", "2", "3"]) world.client.publish("a", text, { qos: 1 });
    expect(world.line.take()).toBe(bytes("32 07 00 01 'a' 00 01 00 '1'"));
    await world.line.send("40 02 00 01");
    expect(world.line.take()).toBe(bytes("32 07 00 01 'a' 00 02 00 '2'"));
    await world.line.close();
    await pass(1000);
    await world.accept(connack);
    expect(world.line.take()).toBe(bytes("3a 07 00 01 'a' 00 02 00 '2'  32 07 00 01 'a' 00 03 00 '3'"));
  });

  test("while its receive maximum is used up, other packets go out [MQTT5-3.3.4-8]", async () => {
    const world = await online5({}, "20 06 00 00 03  21 00 01");
    world.client.publish("a", "1", { qos: 1 });
    world.client.publish("a", "0");
    world.client.subscribe("b");
    expect(world.line.take()).toBe(bytes("32 07 00 01 'a' 00 01 00 '1'  30 05 00 01 'a' 00 '0'  82 07 00 02 00 00 01 'b' 00"));
  });

  test("a receive maximum above ours changes nothing", async () => {
    const world = await online5({}, "20 06 00 00 03  21 00 14");
    for (let i = 0; i < 6; i++) world.client.publish("a", "", { qos: 1 });
    expect(world.line.take().match(/32 06/g)).toHaveLength(4);
  });

  test("its maximum packet size: a longer message is given up, and said so [MQTT5-3.2.2-15]", async () => {
    const world = await online5({}, "20 08 00 00 05  27 00 00 00 14"); // 20 bytes
    expect(world.client.publish("a", "x".repeat(15))).toBe(false); // 2 + 3 + 1 + 15 bytes
    expect(world.client.publish("a", "x".repeat(14))).toBe(true);
    expect(world.client.publish("a", "y".repeat(15))).toBe(false); // its topic is known by now
    expect(world.line.take()).toBe(bytes(`30 12 00 01 'a' 00 '${"x".repeat(14)}'`));
    world.client.publish("a", "x".repeat(13), { qos: 1 });
    world.client.publish("a", "x".repeat(12), { qos: 1 });
    expect(world.line.take()).toBe(bytes(`32 12 00 01 'a' 00 02 00 '${"x".repeat(12)}'`));
    expect(world.client.queued).toBe(1);
    expect(world.client.dropped).toBe(3);
    expect(world.heard("error")).toEqual(Array(3).fill("message too long for the broker: a"));
    expect(world.heard("rejected")).toHaveLength(3);
  });

  test.each([
    [129, 127],
    [130, 127],
    [131, 128],
  ])("a packet of %i bytes has a body of %i", async (size, body) => {
    const world = await online5({}, `20 08 00 00 05  27 00 00 00 ${size.toString(16)}`);
    expect(world.client.publish("a", "x".repeat(body - 4 + 1))).toBe(false);
    expect(world.client.publish("a", "x".repeat(body - 4))).toBe(true);
  });

  test("messages that waited and are too long do not hold up the others, nor do subscriptions", async () => {
    const world = new World({ version: 5, random: () => 0 });
    world.client.publish("a", "x".repeat(30), { qos: 1 });
    world.client.publish("a", "y", { qos: 1 });
    world.client.subscribe("t".repeat(30));
    world.client.connect();
    await world.accept("20 08 00 00 05  27 00 00 00 14");
    expect(world.line.take()).toBe(bytes("32 07 00 01 'a' 00 03 00 'y'"));
    expect(world.heard("error")).toEqual([`subscription too long for the broker: ${"t".repeat(30)}`, "message too long for the broker: a"]);
  });

  test("its maximum QoS [MQTT5-3.2.2-11]", async () => {
    const world = await online5({}, "20 05 00 00 02  24 01");
    world.client.publish("a", "2", { qos: 2 });
    world.client.publish("a", "1", { qos: 1 });
    expect(world.line.take()).toBe(bytes("32 07 00 01 'a' 00 02 00 '1'"));
    expect(world.heard("error")).toEqual(["QoS too high for the broker: a"]);
  });

  test("that it takes no retained messages [MQTT5-3.2.2-14]", async () => {
    const world = await online5({}, "20 05 00 00 02  25 00");
    expect(world.client.publish("a", "x", true)).toBe(false);
    expect(world.client.publish("a", "x")).toBe(true);
    expect(world.line.take()).toBe(bytes("30 05 00 01 'a' 00 'x'"));
    expect(world.heard("error")).toEqual(["the broker takes no retained message: a"]);
  });

  test("a name that it assigns is told", async () => {
    const world = await online5({}, "20 08 00 00 05  12 00 02 'c7'");
    expect(world.heard("connected")).toEqual([{ sessionPresent: false, clientId: "c7" }]);
  });

  test("what else it may say is read, and changes nothing", async () => {
    const rest = "11 00 00 00 3c  22 00 0a  24 01  25 01  28 01  29 00  2a 00  1a 00 01 'i'  1f 00 01 'r'  26 00 01 'k' 00 01 'v'  26 00 01 'k' 00 01 'v'";
    const world = await online5({}, `20 2b 00 00 28 ${rest}`);
    expect(world.heard("failed")).toEqual([]);
    expect(world.client.connected).toBe(true);
  });
});

describe("a refusal in CONNACK", () => {
  test.each([
    ["20 03 00 86 00", "refused: bad username or password (0x86)"],
    ["20 03 00 87 00", "refused: not authorized (0x87)"],
    ["20 0a 00 8a 07  1f 00 04 'spam'", "refused: banned (0x8A): spam"],
    ["20 07 00 9c 04  1c 00 01 'b'", "refused: use another server (0x9C), b"],
    ["20 03 00 9f 00", "refused: connection rate exceeded (0x9F)"],
    ["20 03 00 ee 00", "refused: unknown (0xEE)"],
    ["20 02 00 05", "refused: not authorized (5)"], // by a broker of 3.1.1
  ])("%s is %s", async (packet, reason) => {
    const world = await online5({ retry: { first: 1, longest: 60_000 } }, packet);
    expect(world.heard("failed")).toEqual([reason]);
    expect(world.heard("refused")).toHaveLength(1);
    await pass(0); // random gives 0: the whole of 0..longest is the range
    expect(world.lines.length).toBeGreaterThan(1);
  });

  test("makes the next wait random in the whole of 0..longest", async () => {
    const world = new World({ version: 5, retry: { first: 1000, longest: 60_000 } });
    world.chance = 0.75;
    world.client.connect();
    await world.accept("20 03 00 89 00");
    await pass(44_999);
    expect(world.lines).toHaveLength(1);
    await pass(1);
    expect(world.lines).toHaveLength(2);
  });
});

describe("DISCONNECT from the broker", () => {
  test.each([
    ["e0 01 8e", "refused: another node has this name (0x8E)", Reason.Refused],
    ["e0 02 98 00", "refused: administrative action (0x98)", Reason.Refused],
    ["e0 08 9d 06  1c 00 03 'new'", "refused: server moved (0x9D), new", Reason.Refused],
    ["e0 01 8b", "closed by broker: server shutting down (0x8B)", Reason.ClosedByBroker],
    ["e0 06 95 04  1f 00 01 'x'", "closed by broker: packet too large (0x95): x", Reason.ClosedByBroker],
    ["e0 00", "closed by broker", Reason.ClosedByBroker],
  ])("%s is the reason of the loss: %s", async (packet, reason, code) => {
    const world = await online5();
    const codes: unknown[] = [];
    world.client.on("lost", (_reason, given) => codes.push(given));
    await world.line.send(packet);
    expect(world.heard("lost")).toEqual([reason]);
    expect(codes).toEqual([code]);
    expect(world.client.last).toBe(reason);
    expect(world.line.ended).toBe(true);
  });

  test("because of another client with this name is followed by a wait in the whole of 0..longest, each time", async () => {
    const world = await World.online({ version: 5, retry: { first: 1000, longest: 60_000 } }, connack);
    for (let i = 1; i < 5; i++) {
      await world.line.send("e0 01 8e");
      await pass(29_999); // half of it, for random gives 0.5
      expect(world.lines).toHaveLength(i);
      await pass(1);
      await world.accept(connack);
      expect(world.lines).toHaveLength(i + 1);
    }
  });

  test("a session that is taken over again and again sets no message aside", async () => {
    const world = await online5({ retry: { first: 1, longest: 1 } });
    world.client.publish("a", "b", { qos: 1 });
    for (let i = 0; i < 6; i++) {
      await world.line.send("e0 01 8e");
      await pass(1);
      await world.accept(connack);
    }
    expect(world.client.aside).toBeUndefined();
  });
});
