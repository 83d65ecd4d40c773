/** Bytes from the broker: whole, in pieces, glued together, broken, and too long. */
import { describe, expect, test } from "vitest";
import { World, bytes, hex, raw, useWorlds } from "./world.ts";

useWorlds();

const message = (topic: string, text: string, rest: object = {}): object => ({ topic, message: text, qos: 0, retain: false, dup: false, ...rest });

/** One row: the packet, what the program hears, what goes back. */
const packets: [what: string, packet: string, heard: object[], reply: string][] = [
  ["QoS 0", "30 06 00 01 'a' 'xyz'", [message("a", "xyz")], ""],
  ["QoS 0, retained", "31 04 00 01 'a' 'x'", [message("a", "x", { retain: true })], ""],
  ["no payload [MQTT-3.3.1-10]", "30 03 00 01 'a'", [message("a", "")], ""],
  ["binary payload", "30 05 00 01 'a' 00 ff", [message("a", "\0\xff")], ""],
  ["a topic in UTF-8", "30 08 00 05 'gr' c3 bc 'n' 'x'", [message("gr\xc3\xbcn", "x")], ""],
  ["a byte order mark in a topic stays", "30 07 00 04 ef bb bf 'a' 'x'", [message("\xef\xbb\xbfa", "x")], ""], // [MQTT-1.5.3-3]
  ["QoS 1", "32 06 00 01 'a' 12 34 'x'", [message("a", "x", { qos: 1 })], "40 02 12 34"], // [MQTT-4.3.2-2]
  ["QoS 1, again", "3a 06 00 01 'a' 12 34 'x'", [message("a", "x", { qos: 1, dup: true })], "40 02 12 34"],
  ["QoS 2", "34 06 00 01 'a' 12 34 'x'", [message("a", "x", { qos: 2 })], "50 02 12 34"], // [MQTT-4.3.3-2]
  ["PUBREL", "62 02 12 34", [], "70 02 12 34"],
  ["QoS 2 twice, delivered once", "34 06 00 01 'a' 00 01 'x'  3c 06 00 01 'a' 00 01 'x'", [message("a", "x", { qos: 2 })], "50 02 00 01 50 02 00 01"],
  [
    "QoS 2, released, and its identifier used anew",
    "34 06 00 01 'a' 00 01 'x'  62 02 00 01  34 06 00 01 'a' 00 01 'y'",
    [message("a", "x", { qos: 2 }), message("a", "y", { qos: 2 })],
    "50 02 00 01 70 02 00 01 50 02 00 01",
  ],
  ["answers that nobody waits for", "40 02 00 09  50 02 00 09  70 02 00 09  b0 02 00 09  90 03 00 09 00", [], "62 02 00 09"],
  [
    "receipts go out in the order of the messages", // [MQTT-4.6.0-2] [MQTT-4.6.0-3]
    "32 05 00 01 'a' 00 05  34 05 00 01 'a' 00 06  32 05 00 01 'a' 00 04",
    [message("a", "", { qos: 1 }), message("a", "", { qos: 2 }), message("a", "", { qos: 1 })],
    "40 02 00 05 50 02 00 06 40 02 00 04",
  ],
  ["200 bytes", `30 c8 01 00 01 'a' '${"x".repeat(197)}'`, [message("a", "x".repeat(197))], ""], // 200 = 0x48 + 1 x 128
  [
    "glued together",
    "30 04 00 01 'a' 'x'  d0 00  32 06 00 01 'b' 00 07 'y'  30 03 00 01 'c'",
    [message("a", "x"), message("b", "y", { qos: 1 }), message("c", "")],
    "40 02 00 07",
  ],
  ["topics that take turns", "30 04 00 01 'a' 'x'  30 04 00 01 'b' 'y'  30 04 00 01 'a' 'z'", [message("a", "x"), message("b", "y"), message("a", "z")], ""],
];

test("topics that take turns behind a message that came alone, each keep their own", async () => {
  const world = await World.online();
  await world.line.send("30 04 00 01 'a' 'x'");
  await world.line.send("30 04 00 01 'b' 'y'  30 04 00 01 'a' 'z'");
  expect(world.heard("message")).toEqual([message("a", "x"), message("b", "y"), message("a", "z")]);
});

describe.each(packets)("%s", (_what, packet, heard, reply) => {
  test("in one piece", async () => {
    const world = await World.online();
    await world.line.send(packet);
    expect(world.heard("message")).toEqual(heard);
    expect(world.line.take()).toBe(bytes(reply));
    expect(world.client.connected).toBe(true);
  });

  test("cut in two at every byte", async () => {
    const whole = hex(raw(packet));
    for (let cut = 3; cut < whole.length; cut += 3) {
      const world = await World.online();
      await world.line.send(whole.slice(0, cut));
      await world.line.send(whole.slice(cut));
      expect(world.heard("message"), `cut at ${cut / 3}`).toEqual(heard);
      expect(world.line.take()).toBe(bytes(reply));
    }
  });

  test("byte by byte, three times over", async () => {
    const world = await World.online();
    for (let i = 0; i < 3; i++) {
      for (const byte of hex(raw(packet)).split(" ")) await world.line.send(byte);
      // The identifiers of QoS 2 stay taken until PUBREL: a repeat is no new message.
      await world.line.send("62 02 12 34 62 02 00 01 62 02 00 06");
      world.line.take();
      expect(world.heard("message")).toEqual(heard);
    }
  });
});

describe("a protocol error closes the connection, and delivers nothing of the packet [MQTT-4.8.0-1]:", () => {
  test.each([
    ["QoS 3 [MQTT-3.3.1-4]", "36 06 00 01 'a' 00 01 'x'"],
    ["DUP at QoS 0 [MQTT-3.3.1-2]", "38 04 00 01 'a' 'x'"],
    ["packet identifier 0 [MQTT-2.3.1-1]", "32 06 00 01 'a' 00 00 'x'"],
    ["no topic [MQTT-4.7.3-1]", "30 03 00 00 'x'"],
    ["an empty body", "30 00"],
    ["half a length", "30 01 00"],
    ["a topic longer than its packet", "30 04 00 09 'a' 'x'"],
    ["no room for the identifier", "32 04 00 01 'a' 00"],
    ["a wildcard in a topic [MQTT-3.3.2-2]", "30 04 00 01 '#' 'x'"],
    ["U+0000 in a topic [MQTT-1.5.3-2]", "30 04 00 01 00 'x'"],
    ["bad UTF-8 in a topic [MQTT-1.5.3-1]", "30 04 00 01 ff 'x'"],
    ["a remaining length of five bytes", "30 80 80 80 80 01"],
    ["type 0", "00 00"],
    ["type 15", "f0 00"],
    ["CONNECT", "10 00"],
    ["SUBSCRIBE", "82 05 00 01 00 00 00"],
    ["UNSUBSCRIBE", "a2 02 00 01"],
    ["PINGREQ", "c0 00"],
    ["DISCONNECT", "e0 00"],
    ["PUBACK with reserved bits [MQTT-2.2.2-2]", "41 02 00 01"],
    ["PUBREL without its bits [MQTT-3.6.1-1]", "60 02 00 01"],
    ["PUBACK cut short", "40 01 00"],
    ["PUBACK too long", "40 03 00 01 00"],
    ["PUBACK of identifier 0", "40 02 00 00"],
    ["SUBACK without codes", "90 02 00 01"],
    ["a packet that is not a message and too long to hold", "90 81 20 00 01"],
  ])("%s", async (_what, packet) => {
    const world = await World.online();
    await world.line.send(`30 03 00 01 'k'  ${packet}  30 03 00 01 'n'`);
    expect(world.heard("message")).toEqual([message("k", "")]);
    expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
    expect(world.line.ended).toBe(true);
  });

  test("a topic that reaches past its packet, cut there to the last message's topic", async () => {
    const world = await World.online();
    await world.line.send("30 05 00 03 'abc'");
    await world.line.send("30 05 00 09 'abc'");
    expect(world.heard("message")).toEqual([message("abc", "")]);
    expect(world.heard("lost")).toEqual(["protocol error: bad topic"]);
  });

  test("a second CONNACK that goes on like the last message", async () => {
    const world = await World.online();
    await world.line.send("30 04 00 01 'a' 'x'");
    await world.line.send("20 04 00 01 'a' 'x'");
    expect(world.heard("message")).toEqual([message("a", "x")]);
    expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
  });

  test("65 messages of QoS 2 that the broker never releases", async () => {
    const world = await World.online();
    const publish = (id: number): string => `34 05 00 01 'a' 00 ${id.toString(16).padStart(2, "0")}`;
    for (let id = 1; id <= 64; id++) await world.line.send(publish(id));
    expect(world.client.connected).toBe(true);
    await world.line.send(publish(65));
    expect(world.heard("lost")).toEqual(["protocol error: too many QoS 2 messages"]);
  });

  test("what is left of a broken packet does not reach the next connection", async () => {
    const world = await World.online({ retry: { first: 0.001, longest: 1 } });
    await world.line.send("30 64 00 01 'a'");
    await world.line.close();
    world.client.suspend("x");
    world.client.connect();
    await world.accept();
    await world.line.send("30 04 00 01 'b' 'y'");
    expect(world.heard("message")).toEqual([message("b", "y")]);
  });
});

describe("a message over maxPacket is skipped while it arrives", () => {
  /** PUBLISH on topic "a", 300 bytes of remaining length (0x2c + 2 x 128), with or without an identifier. */
  const long = (first: string, id: string): string => `${first} ac 02 00 01 'a' ${id} '${"x".repeat(300 - 3 - raw(id).length)}'`;

  test.each([
    ["at QoS 0", "30", "", ""],
    ["at QoS 1, its receipt sent", "32", "00 05", "40 02 00 05"],
    ["at QoS 2, its receipt sent", "34", "00 05", "50 02 00 05"],
  ])("%s", async (_what, first, id, reply) => {
    const packet = hex(raw(`${long(first, id)} 30 04 00 01 'b' 'y'`));
    for (const size of [1, 3, 100, 536]) {
      const world = await World.online({ maxPacket: 256 });
      for (let at = 0; at < packet.length; at += 3 * size) await world.line.send(packet.slice(at, at + 3 * size));
      expect(world.heard("message")).toEqual([message("b", "y")]);
      expect(world.heard("error")).toEqual(["skipped a message of 300 bytes on a"]);
      expect(world.line.take()).toBe(bytes(reply));
    }
  });

  test("one of exactly maxPacket is not", async () => {
    const world = await World.online({ maxPacket: 300 });
    await world.line.send(long("30", ""));
    expect(world.heard("message")).toHaveLength(1);
  });

  test("even one whose topic alone is too long", async () => {
    const world = await World.online({ maxPacket: 64 });
    await world.line.send(`32 ac 02 01 00 '${"t".repeat(256)}' 00 05 '${"x".repeat(40)}'  30 03 00 01 'b'`);
    expect(world.heard("message")).toEqual([message("b", "")]);
    expect(world.client.connected).toBe(true);
  });
});

test("a packet that is too short for its topic does not borrow from the next one", async () => {
  const world = await World.online();
  const good = "30 0c 00 08 'ab/cd/ef' 'on'";
  await world.line.send(good);
  // Its remaining length ends amid the topic, and what follows continues as the packet before did.
  await world.line.send("30 06 00 08 'ab/cd/ef' 'on'");
  expect(world.heard("message")).toHaveLength(1);
  expect(world.client.connected).toBe(false);
});
