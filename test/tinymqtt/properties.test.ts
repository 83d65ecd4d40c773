/** Whatever is sent comes back the same, and whatever a broker sends does no harm. Seeded: a failure can be repeated. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { World, hex, raw, useWorlds } from "./world.ts";

useWorlds();

const seeded = { seed: 311, numRuns: 300 };

/** Strings of bytes, one character each. */
const byteString = (max: number): fc.Arbitrary<string> => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array).toString("latin1"));
const utf8 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
const topics = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((text) => !/[+#\0]/.test(text))
  .map(utf8);

/** A PUBLISH taken apart, written for this test alone. */
function takeApart(packet: Buffer): { topic: string; message: string; first: number } {
  let at = 1;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const digit = packet.readUInt8(at++);
    length |= (digit & 127) << shift;
    if (digit < 128) break;
  }
  expect(packet.length).toBe(at + length);
  const size = packet.readUInt16BE(at);
  const first = packet.readUInt8(0);
  const start = at + 2 + size + (first & 6 ? 2 : 0);
  return { topic: packet.toString("latin1", at + 2, at + 2 + size), message: packet.toString("latin1", start), first };
}

const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

test("a message that is published can be taken apart again", async () => {
  await fc.assert(
    fc.asyncProperty(topics, byteString(5000), fc.constantFrom(0, 1, 2), fc.boolean(), async (topic, message, qos, retain) => {
      const world = await World.online();
      world.client.publish(topic, message, { qos: qos, retain });
      expect(takeApart(fromHex(world.line.take()))).toEqual({ topic, message, first: 0x30 | (qos << 1) | Number(retain) });
    }),
    seeded,
  );
});

/** PUBLISH as a broker writes it, from Node's own tools. */
function publish(topic: string, message: string, qos: number, id: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([topic.length >> 8, topic.length & 255]),
    Buffer.from(topic, "latin1"),
    qos ? Buffer.from([id >> 8, id & 255]) : Buffer.alloc(0),
    Buffer.from(message, "latin1"),
  ]);
  const head = [0x30 | (qos << 1)];
  for (let left = body.length; ; left >>= 7) {
    if (left < 128) {
      head.push(left);
      break;
    }
    head.push((left & 127) | 128);
  }
  return Buffer.concat([Buffer.from(head), body]);
}

test("messages arrive the same and in order, however the stream is cut", async () => {
  const messages = fc.array(fc.record({ topic: topics, message: byteString(600), qos: fc.constantFrom(0, 1) }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(messages, fc.array(fc.integer({ min: 1, max: 536 }), { minLength: 1, maxLength: 20 }), async (sent, cuts) => {
      const world = await World.online();
      const stream = Buffer.concat(sent.map(({ topic, message, qos }, index) => publish(topic, message, qos, index + 1)));
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1;
        await world.line.send(stream.toString("hex", at, at + size));
        at += size;
      }
      expect(world.heard("message")).toEqual(sent.map((message) => expect.objectContaining(message) as object));
    }),
    seeded,
  );
});

/** Bytes that look like packets more often than not, and plain noise. */
const hostile = fc.array(
  fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 700 }),
    fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 60 })).map(([first, body]) => Uint8Array.of(first, body.length, ...body)),
    fc
      .constantFrom(
        "20 02 00 00",
        "d0 00",
        "62 02 00 01",
        "40 02 00 01",
        "90 03 00 01 00",
        "30 80 80 80 80",
        "30 ff ff ff 7f 00 01 'a'",
        "34 06 00 01 'a' 00 01 'x'",
        "20 03 00 00 00",
        "20 06 00 00 03 21 00 01",
        "30 0d 00 01 'a' 08 08 00 01 'r' 09 00 01 00 'x'",
        "40 03 00 01 87",
        "50 03 00 01 10",
        "90 04 00 01 00 87",
        "e0 01 8e",
      )
      .map((text) => Uint8Array.from(Buffer.from(raw(text), "latin1"))),
  ),
  { minLength: 1, maxLength: 40 },
);

test("a hostile stream throws nothing, and leaves at most one packet behind", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.boolean(), fc.constantFrom(4, 5), async (pieces, online, version) => {
      const world = new World({ maxPacket: 512, version });
      world.client.connect();
      if (online) await world.accept(version === 5 ? "20 03 00 00 00" : "20 02 00 00");
      world.client.publish("a", "kept", { qos: 2, properties: { expiry: 9 } });
      for (const piece of pieces) {
        await world.line.send(hex(Buffer.from(piece).toString("latin1")));
        const held = JSON.stringify(world.client, (key, value: unknown) => (key === "_socket" || key === "_options" ? undefined : value));
        expect(held.length).toBeLessThan(8000);
      }
      // Lost at most once: a connection that has ended takes nothing more.
      expect(world.heard("lost").length + world.heard("failed").length).toBeLessThanOrEqual(1);
      world.client.end();
    }),
    seeded,
  );
});

/** Properties as a broker writes them, and what a program gets of them. */
const properties = fc
  .record(
    {
      expiry: fc.integer({ min: 1, max: 0xffffffff }),
      responseTopic: topics,
      correlation: byteString(30),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0);

test("properties come back the same", async () => {
  await fc.assert(
    fc.asyncProperty(topics, byteString(300), fc.constantFrom(0, 1, 2), properties, async (topic, message, qos, given) => {
      const world = await World.online({ version: 5 }, "20 03 00 00 00");
      world.client.publish(topic, message, { qos, properties: given });
      await world.line.send(world.line.take()); // a broker that sends back what it got
      expect(world.heard("lost")).toEqual([]);
      expect(world.heard("message")).toEqual([{ topic, message, qos, retain: false, dup: false, properties: given }]);
    }),
    seeded,
  );
});

test("properties with a byte changed, left out or added throw nothing, and deliver a message or end the connection", async () => {
  const good = fromHex("320f000161000708080001720900010078");
  const damage = fc.tuple(fc.integer({ min: 2, max: good.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 2));
  await fc.assert(
    fc.asyncProperty(damage, async ([at, byte, kind]) => {
      const world = await World.online({ version: 5 }, "20 03 00 00 00");
      const body = Buffer.concat([good.subarray(2, at), kind === 2 ? Buffer.alloc(0) : Buffer.of(byte), good.subarray(kind === 0 ? at : at + 1)]);
      await world.line.send(hex(Buffer.concat([Buffer.of(0x32, body.length), body]).toString("latin1")));
      const outcomes = world.heard("message").length + world.heard("lost").length + world.heard("error").length;
      expect(outcomes).toBe(1);
    }),
    seeded,
  );
});
