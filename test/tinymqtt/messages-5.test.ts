/** MQTT 5: messages, receipts and subscriptions, with properties and reason codes, whole and broken. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";
import { connack, online5 } from "./world-5.ts";

useWorlds();

describe("a message", () => {
  test("goes out with no properties at QoS 0, 1 and 2", async () => {
    const world = await online5();
    world.client.publish("a", "0");
    world.client.publish("a", "again");
    world.client.publish("a", "1", { qos: 1, retain: true });
    world.client.publish("a", "2", { qos: 2 });
    world.client.publish("a", "x".repeat(124));
    const long = bytes(`30 80 01 00 01 'a' 00 '${"x".repeat(124)}'`); // 128 bytes with the 0
    expect(world.line.take()).toBe(
      [bytes("30 05 00 01 'a' 00 '0'  30 09 00 01 'a' 00 'again'  33 07 00 01 'a' 00 01 00 '1'  34 07 00 01 'a' 00 02 00 '2'"), long].join(" "),
    );
  });

  test("with expiry, response topic and correlation", async () => {
    const world = await online5();
    world.client.publish("a", "x", { properties: { expiry: 60, responseTopic: "r", correlation: "\0\xff" } });
    expect(world.line.take()).toBe(bytes("30 13 00 01 'a' 0e 02 00 00 00 3c 08 00 01 'r' 09 00 02 00 ff 'x'"));
  });

  test("of 3.1.1 goes without them", async () => {
    const world = await World.online();
    world.client.publish("a", "x", { properties: { expiry: 60 } });
    expect(world.line.take()).toBe(bytes("30 04 00 01 'a' 'x'"));
  });

  test.each(["a/+", "", "a\0"])("with the response topic %j is refused [MQTT5-3.3.2-14]", async (responseTopic) => {
    const world = await online5();
    expect(() => world.client.publish("a", "x", { properties: { responseTopic } })).toThrow("bad response topic");
  });

  test.each([
    ["half a minute later, with what is left", 30_000, "00 00 00 1e"],
    ["when all of it has passed, with a second for whoever listens now", 90_000, "00 00 00 01"],
    ["after the clock was set, with all of it", 1.8e12, "00 00 00 3c"],
    ["after the clock was set back, with all of it", -5000, "00 00 00 3c"],
  ])("that waited is sent %s", async (_what, waited, left) => {
    const now = Date.now;
    try {
      let time = 0;
      Date.now = () => time;
      const world = new World({ version: 5, random: () => 0 });
      world.client.publish("a", "x", { qos: 1, properties: { expiry: 60 } });
      time += waited;
      world.client.connect();
      await world.accept(connack);
      expect(world.line.take()).toBe(bytes(`32 0c 00 01 'a' 00 01 05 02 ${left} 'x'`));
    } finally {
      Date.now = now;
    }
  });
});

const message = (topic: string, text: string, rest: object = {}): object => ({ topic, message: text, qos: 0, retain: false, dup: false, ...rest });

describe.each<[what: string, packet: string, heard: object[], reply: string]>([
  ["QoS 0", "30 05 00 01 'a' 00 'x'  30 06 00 01 'a' 00 'yz'", [message("a", "x"), message("a", "yz")], ""],
  ["QoS 1", "32 07 00 01 'a' 12 34 00 'x'", [message("a", "x", { qos: 1 })], "40 02 12 34"],
  ["QoS 2", "34 07 00 01 'a' 12 34 00 'x'  62 02 12 34", [message("a", "x", { qos: 2 })], "50 02 12 34  70 02 12 34"],
  ["no payload", "30 04 00 01 'a' 00", [message("a", "")], ""],
  [
    "response topic and correlation data [MQTT5-3.3.2-15]",
    "32 0f 00 01 'a' 00 07 08  08 00 01 'r' 09 00 01 ff  'x'",
    [message("a", "x", { qos: 1, properties: { responseTopic: "r", correlation: "\xff" } })],
    "40 02 00 07",
  ],
  [
    "properties between messages without",
    "30 05 00 01 'a' 00 'x'  30 0a 00 01 'a' 05 02 00 00 00 09 'y'  30 05 00 01 'a' 00 'z'",
    [message("a", "x"), message("a", "y", { properties: { expiry: 9 } }), message("a", "z")],
    "",
  ],
  [
    "properties that are of no use here",
    "30 16 00 01 'a' 11  01 01  03 00 01 't'  0b 80 01  26 00 01 'k' 00 02 'vv'  'x'",
    [message("a", "x", { properties: {} })],
    "",
  ],
  ["PUBREL with a reason", "62 03 00 09 92  62 04 00 09 92 00", [], "70 02 00 09 70 02 00 09"],
  ["answers that nobody waits for", "40 03 00 09 10  50 04 00 09 97 00  70 03 00 09 92  b0 04 00 09 00 11  90 04 00 09 00 00", [], ""],
])("a packet with %s", (_what, packet, heard, reply) => {
  test("in one piece, and cut in two at every byte", async () => {
    const whole = bytes(packet);
    for (let cut = 3; cut <= whole.length + 1; cut += 3) {
      const world = await online5();
      await world.line.send(whole.slice(0, cut));
      await world.line.send(whole.slice(cut));
      expect(world.heard("lost"), `cut at ${cut / 3}`).toEqual([]);
      expect(world.heard("message"), `cut at ${cut / 3}`).toEqual(heard);
      expect(world.line.take()).toBe(bytes(reply));
    }
  });
});

test("a message whose response topic has a wildcard is skipped, named, and acknowledged: another client sent it [MQTT5-3.3.2-14]", async () => {
  const world = await online5();
  await world.line.send("32 0c 00 01 'a' 00 07 05 08 00 02 'r#' 'x'");
  expect(world.heard("message")).toEqual([]);
  expect(world.heard("error")).toEqual(["skipped a message on a: malformed response topic r#"]);
  expect(world.line.take()).toBe(bytes("40 02 00 07"));
  expect(world.client.connected).toBe(true);
});

describe("a receipt", () => {
  test("that says nobody subscribes is one, and is counted", async () => {
    const world = await online5();
    world.client.publish("a", "1", { qos: 1 });
    world.client.publish("a", "2", { qos: 2 });
    world.client.publish("a", "3", { qos: 1, retain: true });
    world.line.take();
    await world.line.send("40 03 00 01 10  50 04 00 02 10 00  40 03 00 03 10");
    expect(world.line.take()).toBe(bytes("62 02 00 02"));
    await world.line.send("70 02 00 02");
    expect(world.heard("published")).toHaveLength(3);
    expect(world.client.unheard).toBe(2); // a retained message waits for its reader
    expect(world.client.queued).toBe(0);
    await world.line.send("40 03 00 01 10");
    expect(world.client.unheard).toBe(2);
  });

  test.each<[what: string, qos: 1 | 2, receipt: string, reason: string]>([
    ["PUBACK", 1, "40 03 00 01 87", "broker refused a: not authorized (0x87)"],
    ["PUBACK with its own words", 1, "40 08 00 01 97 04 1f 00 01 'q'", "broker refused a: quota exceeded (0x97): q"],
    ["PUBREC", 2, "50 03 00 01 99", "broker refused a: payload format invalid (0x99)"],
  ])("that refuses the message, a %s, settles it: it is not sent again", async (_what, qos, receipt, reason) => {
    const world = await online5();
    world.client.publish("a", "b", { qos });
    for (let i = 0; i < 4; i++) world.client.publish("a", "next", { qos: 1 }); // the last one waits for a place in flight
    world.line.take();
    await world.line.send(receipt);
    expect(world.heard("error")).toEqual([reason]);
    expect(world.heard("rejected")).toEqual([expect.objectContaining({ topic: "a", message: "b" })]);
    expect(world.heard("published")).toEqual([]);
    expect(world.client.dropped).toBe(1);
    expect(world.client.queued).toBe(4);
    expect(world.line.take()).toBe(bytes("32 0a 00 01 'a' 00 05 00 'next'"));
  });

  test("of the wrong kind refuses nothing", async () => {
    const world = await online5();
    world.client.publish("a", "b", { qos: 2 });
    await world.line.send("40 03 00 01 87");
    expect(world.client.queued).toBe(1);
  });
});

describe("a subscription", () => {
  test("has properties in request and answer, and its refusal a reason [MQTT5-3.9.3-2]", async () => {
    const world = await online5();
    world.client.subscribe(["a", "b", "c"], 1);
    expect(world.line.take()).toBe(bytes("82 0f 00 01 00 00 01 'a' 01 00 01 'b' 01 00 01 'c' 01"));
    await world.line.send("90 0a 00 01 04 1f 00 01 'r' 01 87 9e");
    expect(world.heard("error")).toEqual([
      "subscription refused: b: not authorized (0x87)",
      "subscription refused: c: shared subscriptions not supported (0x9E)",
    ]);
    expect(world.heard("subscribed")).toEqual([{ filters: ["a", "b", "c"], granted: [1, 0x87, 0x9e] }]);
    world.client.unsubscribe(["a", "b"]);
    expect(world.line.take()).toBe(bytes("a2 09 00 02 00 00 01 'a' 00 01 'b'"));
    await world.line.send("b0 05 00 02 00 00 87");
    expect(world.heard("error")).toEqual(["unsubscribing refused: b: not authorized (0x87)"]);
  });

  test("that got no answer frees its packet identifier with the connection, and messages keep theirs", async () => {
    const world = await online5();
    world.client.subscribe("a"); // 1
    world.client.subscribe("b"); // 2
    world.client.publish("m", "", { qos: 1 }); // 3
    await world.line.close();
    await pass(1000);
    await world.accept(connack);
    expect(world.line.take()).toBe(bytes("82 0b 00 04 00 00 01 'a' 00 00 01 'b' 00  3a 06 00 01 'm' 00 03 00"));
    expect(Object.keys((world.client as unknown as { _usedIds: object })._usedIds)).toEqual(["3", "4"]);
  });
});

describe("a protocol error ends the connection, says so to the broker, and delivers nothing of the packet [MQTT5-4.13.1-1]:", () => {
  test.each([
    ["no room for properties", "30 03 00 01 'a'"],
    ["properties longer than the packet", "30 05 00 01 'a' 02 01"],
    ["an endless property length", "30 08 00 01 'a' 80 80 80 80 01"],
    ["a property length of more bytes than it needs [MQTT5-1.5.5-1]", "30 06 00 01 'a' 80 00 'x'"],
    ["a property that does not exist", "30 06 00 01 'a' 02 7f 00"],
    ["a property of another packet", "30 08 00 01 'a' 03 21 00 01 'x'"],
    ["a topic alias, for none was allowed [MQTT5-3.1.2-27]", "30 08 00 01 'a' 03 23 00 01 'x'"],
    ["a property twice", "30 0f 00 01 'a' 0a 02 00 00 00 01 02 00 00 00 01 'x'"],
    ["a property cut short", "30 07 00 01 'a' 03 02 00 00"],
    ["a property that reaches past the others", "30 0c 00 01 'a' 04 08 00 05 'r' 'xyz'"],
    ["a flag above 1", "30 07 00 01 'a' 02 01 02 'x'"],
    ["text that is no UTF-8 [MQTT5-1.5.4-1]", "30 09 00 01 'a' 04 03 00 01 ff 'x'"],
    ["U+0000 in text [MQTT5-1.5.4-2]", "30 09 00 01 'a' 04 03 00 01 00 'x'"],
    ["half a pair", "30 0a 00 01 'a' 05 26 00 01 'k' 00 'x'"],
    ["PUBACK with half a property", "40 05 00 01 00 01 1f"],
    ["PUBACK with more than its properties", "40 05 00 01 00 00 00"],
    ["SUBACK without codes", "90 03 00 01 00"],
    ["SUBACK with a code that does not exist", "90 04 00 01 00 03"],
    ["UNSUBACK as in 3.1.1", "b0 02 00 01"],
    ["a packet identifier of 0", "40 03 00 00 00"],
    ["DISCONNECT with half a property", "e0 03 8e 01 1f"],
    ["DISCONNECT with a session expiry [MQTT5-3.14.2-2]", "e0 07 00 05 11 00 00 00 00"],
    ["PUBREL without its bits [MQTT5-2.1.3-1]", "60 02 00 01"],
    ["AUTH", "f0 00"],
    ["CONNACK again", connack],
  ])("%s", async (_what, packet) => {
    const world = await online5({ maxPacket: 300 });
    world.client.subscribe("q"); // identifier 1
    world.line.take();
    await world.line.send(`30 04 00 01 'k' 00  ${packet}  30 04 00 01 'n' 00`);
    expect(world.heard("message")).toEqual([message("k", "")]);
    expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
    expect(world.line.take()).toBe(bytes("e0 01 82"));
    expect(world.line.ended).toBe(true);
  });

  test.each([
    ["without properties", "20 02 00 00"],
    ["with reserved flags", "20 03 02 00 00"],
    ["with a receive maximum of 0", "20 06 00 00 03 21 00 00"],
    ["with a maximum packet size of 0", "20 08 00 00 05 27 00 00 00 00"],
    ["with a property twice", "20 09 00 00 06 13 00 01 13 00 01"],
    ["too long", "20 04 00 00 00 00"],
    ["with a session, though a new one was asked for [MQTT5-3.2.2-4]", "20 03 01 00 00"],
  ])("CONNACK %s", async (_what, packet) => {
    const world = await online5({}, packet);
    expect(world.heard("failed")).toEqual([expect.stringMatching(/^protocol error: /)]);
    expect(world.line.take()).toBe(""); // nothing is said before CONNACK
  });
});
