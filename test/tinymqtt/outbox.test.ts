/** Messages on their way out: QoS 0 to 2, order, few in flight, resending. outbox-full.test.ts tells what goes when there are too many. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";

useWorlds();

/** `random` 0 makes the first packet identifier 1. */
async function online(options: object = {}): Promise<World> {
  const world = await World.online({ random: () => 0, ...options });
  return world;
}

const fields = (topic: string, message: string, qos: number): object => expect.objectContaining({ topic, message, qos }) as object;

describe("QoS 0", () => {
  test.each<[what: string, args: Parameters<World["client"]["publish"]>, expected: string]>([
    ["a message", ["a/b", "hi"], "30 07 00 03 'a/b' 'hi'"],
    ["the old module's retain", ["a", "b", true], "31 04 00 01 'a' 'b'"],
    ["retain as an option", ["a", "b", { retain: true }], "31 04 00 01 'a' 'b'"],
    ["no message", ["a", ""], "30 03 00 01 'a'"],
    ["bytes, as they are", ["a", "\xff\0\x80"], "30 06 00 01 'a' ff 00 80"],
    ["text, in UTF-8", ["a", "\u20ac1"], "30 07 00 01 'a' '€1'"],
    ["a topic in UTF-8", ["\u20ac", ""], "30 05 00 03 '€'"],
    ["127 bytes", ["a", "x".repeat(124)], `30 7f 00 01 'a' '${"x".repeat(124)}'`],
    ["128 bytes", ["a", "x".repeat(125)], `30 80 01 00 01 'a' '${"x".repeat(125)}'`],
  ])("sends %s", async (_what, args, expected) => {
    const world = await online();
    expect(world.client.publish(...args)).toBe(true);
    await world.line.drain();
    expect(world.client.publish(...args)).toBe(true); // the second time its topic is known
    expect(world.line.take()).toBe([bytes(expected), bytes(expected)].join(" "));
    expect(world.heard("published")).toEqual([undefined, undefined]);
  });

  test("a QoS of 3 is refused", async () => {
    const world = await online();
    expect(() => world.client.publish("a", "b", { qos: 3 as 2 })).toThrow("bad QoS");
    expect(() => world.client.subscribe("a", 3 as 2)).toThrow("bad QoS");
  });

  test("is dropped while there is no connection", async () => {
    const world = new World();
    expect(world.client.publish("a", "b")).toBe(false);
    world.client.connect();
    await world.accept();
    expect(world.line.take()).toBe("");
  });

  test("is dropped while more than 4 KB wait behind the socket", async () => {
    const world = await online();
    await world.line.drain();
    const big = "x".repeat(1000);
    const taken = Array.from({ length: 8 }, () => world.client.publish("a", big)).filter(Boolean);
    expect(taken).toHaveLength(5);
    await world.line.drain();
    expect(world.client.publish("a", big)).toBe(true);
  });
});

describe("when the broker has closed and the event has not come yet", () => {
  test("nothing throws: QoS 0 is dropped, QoS 1 waits", async () => {
    const world = await online();
    world.client.publish("a", "known");
    world.line.take();
    world.line.dead = true;
    expect(world.client.publish("a", "lost")).toBe(false);
    expect(world.client.publish("a", "lost", true)).toBe(false);
    expect(world.client.publish("a", "kept", { qos: 1 })).toBe(true);
    world.client.subscribe("b");
    await world.line.send("32 05 00 01 'a' 00 09");
    await pass(25_000); // a PINGREQ was due
    await world.line.close();
    await pass(1000);
    await world.accept();
    expect(world.line.take()).toBe(bytes("82 06 00 03 00 01 'b' 00  3a 09 00 01 'a' 00 01 'kept'"));
  });
});

describe("QoS 1", () => {
  test("is kept until PUBACK [MQTT-4.3.2-1]", async () => {
    const world = await online();
    world.client.publish("a", "b", { qos: 1, retain: true });
    expect(world.line.take()).toBe(bytes("33 06 00 01 'a' 00 01 'b'"));
    expect(world.client.queued).toBe(1);
    await world.line.send("40 02 00 01");
    expect(world.client.queued).toBe(0);
    expect(world.heard("published")).toEqual([fields("a", "b", 1)]);
  });

  test("offline it waits, and goes out in order, at most four in flight [MQTT-4.6.0-1]", async () => {
    const world = new World({ random: () => 0 });
    for (const text of "123456") world.client.publish("a", text, { qos: 1 });
    world.client.connect();
    await world.accept();
    const packet = (n: number): string => `32 06 00 01 'a' 00 0${n} '${n}'`;
    expect(world.line.take()).toBe(bytes([1, 2, 3, 4].map(packet).join(" ")));
    await world.line.send("40 02 00 01");
    expect(world.line.take()).toBe(bytes(packet(5)));
    await world.line.send("40 02 00 02  40 02 00 03");
    expect(world.line.take()).toBe(bytes(packet(6)));
    await world.line.send("40 02 00 04  40 02 00 05  40 02 00 06");
    expect(world.heard("published")).toEqual(["1", "2", "3", "4", "5", "6"].map((text) => fields("a", text, 1)));
    expect(world.client.queued).toBe(0);
  });

  test("is sent again at the next connection: the same identifier, DUP, in order [MQTT-3.3.1-1] [MQTT-4.4.0-1]", async () => {
    const world = await online();
    world.client.publish("a", "1", { qos: 1 });
    world.client.publish("a", "2", { qos: 1 });
    world.line.take();
    await world.line.close();
    world.client.publish("a", "3", { qos: 1 });
    await pass(1000);
    await world.accept();
    expect(world.line.take()).toBe(bytes("3a 06 00 01 'a' 00 01 '1'  3a 06 00 01 'a' 00 02 '2'  32 06 00 01 'a' 00 03 '3'"));
  });

  test("is never sent again on the same connection", async () => {
    const world = await online();
    world.client.publish("a", "1", { qos: 1 });
    world.line.take();
    await pass(21_000);
    expect(world.line.take()).toBe("");
  });

  test("PUBACK for a message of QoS 2 is no receipt", async () => {
    const world = await online();
    world.client.publish("a", "1", { qos: 2 });
    await world.line.send("40 02 00 01");
    await world.line.send("70 02 00 01");
    expect(world.client.queued).toBe(1);
  });

  test("waits while more than 4 KB are behind the socket, and goes on at drain", async () => {
    const world = await online({ inflight: 20 });
    await world.line.drain();
    for (let i = 0; i < 10; i++) world.client.publish("a", "x".repeat(1000), { qos: 1 });
    const sent = (): number => world.line.take().split(bytes("'xxxxxx'".repeat(166))).length - 1;
    expect(sent()).toBe(5);
    await world.line.drain();
    expect(sent()).toBe(5);
  });
});

describe("QoS 2", () => {
  test("takes PUBREC, PUBREL, PUBCOMP [MQTT-4.3.3-1]", async () => {
    const world = await online();
    world.client.publish("a", "b", { qos: 2 });
    expect(world.line.take()).toBe(bytes("34 06 00 01 'a' 00 01 'b'"));
    await world.line.send("50 02 00 01");
    expect(world.line.take()).toBe(bytes("62 02 00 01"));
    expect(world.heard("published")).toEqual([]);
    await world.line.send("70 02 00 01");
    expect(world.heard("published")).toEqual([fields("a", "b", 2)]);
    expect(world.client.queued).toBe(0);
  });

  test("PUBREL goes out in the order of PUBREC [MQTT-4.6.0-4]", async () => {
    const world = await online();
    world.client.publish("a", "1", { qos: 2 });
    world.client.publish("a", "2", { qos: 2 });
    world.line.take();
    await world.line.send("50 02 00 02  50 02 00 01");
    expect(world.line.take()).toBe(bytes("62 02 00 02 62 02 00 01"));
  });

  test("in a persistent session continues with PUBREL", async () => {
    const world = await online({ clean: false });
    world.client.publish("a", "b", { qos: 2 });
    await world.line.send("50 02 00 01");
    await world.line.close();
    await pass(1000);
    await world.accept("20 02 01 00");
    expect(world.line.take()).toBe(bytes("62 02 00 01"));
    await world.line.send("70 02 00 01");
    expect(world.client.queued).toBe(0);
  });

  test("in a new session starts over: rather twice than never", async () => {
    const world = await online();
    world.client.publish("a", "b", { qos: 2 });
    await world.line.send("50 02 00 01");
    await world.line.close();
    await pass(1000);
    await world.accept();
    expect(world.line.take()).toBe(bytes("3c 06 00 01 'a' 00 01 'b'"));
  });

  test("received: a new session forgets what was not released", async () => {
    const world = await online();
    await world.line.send("34 05 00 01 'a' 00 01");
    await world.line.close();
    await pass(1000);
    await world.accept();
    await world.line.send("34 05 00 01 'a' 00 01");
    expect(world.heard("message")).toHaveLength(2);
  });

  test("received: a kept session remembers it [MQTT-4.1.0-1]", async () => {
    const world = await online({ clean: false });
    await world.line.send("34 05 00 01 'a' 00 01");
    await world.line.close();
    await pass(1000);
    await world.accept("20 02 01 00");
    await world.line.send("3c 05 00 01 'a' 00 01  62 02 00 01");
    expect(world.heard("message")).toHaveLength(1);
    expect(world.line.take()).toBe(bytes("50 02 00 01 70 02 00 01"));
  });
});

describe("packet identifiers", () => {
  test("go from 65535 to 1 [MQTT-2.3.1-1]", async () => {
    const world = await World.online({ random: () => 65534.5 / 65535 });
    world.client.publish("a", "", { qos: 1 });
    world.client.publish("a", "", { qos: 1 });
    expect(world.line.take()).toBe(bytes("32 05 00 01 'a' ff ff  32 05 00 01 'a' 00 01"));
  });

  test("skip what is under way, a SUBSCRIBE too [MQTT-2.3.1-2] [MQTT-2.3.1-4]", async () => {
    const world = await online();
    world.client.publish("a", "", { qos: 1 }); // 1, never answered
    world.client.subscribe("b"); // 2, never answered
    for (let round = 0; round < 65533; round++) {
      world.client.publish("a", "", { qos: 1 });
      const id = world.line.take().slice(-5);
      await world.line.send(`40 02 ${id}`);
      await world.line.drain();
    }
    world.client.publish("a", "", { qos: 1 });
    expect(world.line.take()).toBe(bytes("32 05 00 01 'a' 00 03"));
  }, 60_000);
});

describe("messages of which only the latest counts", () => {
  test("take half of what may be in flight at most, and others go before them", async () => {
    const world = await World.online();
    const says = (topic: string): boolean => world.client.publish(topic, "x", { qos: 1, latest: true, priority: 2 });
    for (const topic of ["a", "b", "c", "d"]) says(topic);
    world.client.publish("press", "x", { qos: 1, priority: 1 });
    await pass(0);
    const written = world.line.take();
    const topics = ["a", "b", "c", "d", "press"].filter((topic) => written.includes(bytes(`00 0${topic.length} '${topic}'`)));
    expect(topics).toEqual(["a", "b", "press"]);
    expect(world.client.queued).toBe(5);
  });

  test("are outdated by any newer message on their topic while they wait", async () => {
    const world = await online();
    for (const text of ["1", "2", "3"]) world.client.publish("s", text, { qos: 1, latest: true });
    world.client.publish("other", "x", { qos: 1, latest: true });
    world.client.publish("s", "4", { qos: 1 });
    expect(world.client.queued).toBe(4);
    await pass(0);
    for (const id of ["01", "02", "03"]) {
      await world.line.send(`40 02 00 ${id}`);
      await world.line.drain();
    }
    const sent = [
      ...Buffer.from(world.line.take().replaceAll(" ", ""), "hex")
        .toString("latin1")
        .matchAll(/(s|other)\0.(\w)/gs),
    ];
    expect(sent.map(([, topic, text]) => `${topic} ${text}`)).toEqual(["s 1", "s 2", "s 4", "other x"]);
    world.client.publish("s", "5", { qos: 1, latest: true });
    expect(world.client.queued).toBe(2);
  });

  test("are outdated by newer ones when the connection ends, in flight or waiting", async () => {
    for (const count of [2, 3, 4]) {
      const world = await World.online();
      for (let i = 1; i <= count; i++) world.client.publish("s", `${i}`, { qos: 1, latest: true, priority: 2 });
      await pass(0);
      await world.line.close();
      expect(world.client.queued).toBe(1);
      await pass(1000);
      await world.accept();
      expect(world.line.take()).toMatch(new RegExp(`^3[2a] 06 ${bytes("00 01 's'")} .. .. ${bytes(`'${count}'`)}$`));
    }
  });
});
