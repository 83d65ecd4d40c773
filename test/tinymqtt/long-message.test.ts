/** A message that is too long to be held twice goes out in pieces, and nothing comes between them. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";

useWorlds();

const long = "0123456789".repeat(1000);
/** PUBLISH to `t`: its body has topic, packet identifier 8000 and payload, 10005 bytes in all; 10005 is 95 4e. */
const head = (firstByte: string): string => `${firstByte} 95 4e 00 01 74 80 00`;
const payload = Buffer.from(long)
  .toString("hex")
  .replaceAll(/../g, (byte) => `${byte} `)
  .trim();

/** Lets the socket send all that it has; returns what it was given, piece by piece. */
async function drainAll(world: World): Promise<string[]> {
  const pieces: string[] = [];
  for (let piece = world.line.take(); piece; piece = world.line.take()) {
    pieces.push(piece);
    await world.line.drain();
  }
  return pieces;
}

describe("a message of more than 4 KB", () => {
  test("is written piece by piece, each once the last has been sent", async () => {
    const world = await World.online();
    expect(world.client.publish("t", long, { qos: 1 })).toBe(true);
    expect(world.line.take()).toBe(head("32"));
    await world.line.drain();
    const pieces = await drainAll(world);
    expect(pieces.map((piece) => (piece.length + 1) / 3)).toEqual([...Array.from({ length: 19 }, () => 512), 272]);
    expect(pieces.join(" ")).toBe(payload);
    await world.line.send("40 02 80 00");
    expect([world.client.queued, world.heard("published")]).toMatchObject([0, [{ topic: "t" }]]);
  });

  test("is not interrupted: receipts and other messages come after it", async () => {
    const world = await World.online();
    world.client.publish("t", long, { qos: 1 });
    await world.line.send("32 06 00 01 61 00 09 78");
    expect(world.client.publish("b", "now or never")).toBe(false);
    expect(world.client.publish("b", "later", { qos: 1 })).toBe(true);
    const sent = (await drainAll(world)).join(" ");
    expect(sent).toBe(`${head("32")} ${payload} 40 02 00 09 32 0a 00 01 62 80 01 6c 61 74 65 72`);
    expect(world.client.publish("b", "again")).toBe(true);
  });

  test("is sent whole again if the connection ends within it", async () => {
    const world = await World.online({ retry: { first: 100, longest: 100 } });
    world.client.publish("t", long, { qos: 1 });
    await world.line.drain();
    await world.line.close();
    await pass(1000);
    await world.accept();
    expect((await drainAll(world)).join(" ")).toBe(`${head("3a")} ${payload}`);
  });

  test("may be longer than what a broker may leave unread", async () => {
    const world = await World.online();
    world.client.publish("t", "x".repeat(40_000), { qos: 1 });
    await world.line.send("30 04 00 01 61 78");
    expect(world.client.connected).toBe(true);
    const sent = (await drainAll(world)).join(" ");
    expect((sent.length + 1) / 3).toBe(40_009);
  });

  test("of QoS 0 counts as sent", async () => {
    const world = await World.online();
    expect(world.client.publish("t", long)).toBe(true);
    const sent = (await drainAll(world)).join(" ");
    expect(sent).toBe(`30 93 4e 00 01 74 ${payload}`);
    expect(world.heard("published")).toHaveLength(1);
  });

  test("of 16 384 bytes has a length of three bytes", async () => {
    const world = await World.online();
    for (let i = 0; i < 2; i++) {
      world.client.publish("a", "x".repeat(16_381));
      const sent = (await drainAll(world)).join(" ");
      expect(sent).toBe(bytes(`30 80 80 01 00 01 'a' '${"x".repeat(16_381)}'`));
    }
  });

  test("ends with the connection when the broker has closed", async () => {
    const world = await World.online();
    world.client.publish("t", long, { qos: 1 });
    world.line.dead = true;
    await world.line.drain();
    await world.line.close();
    expect([world.client.connected, world.client.queued]).toEqual([false, 1]);
  });
});
