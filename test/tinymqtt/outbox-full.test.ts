/** An outbox with no room: which message goes, and that the program hears of it. */
import { describe, expect, test } from "vitest";
import { World, settled, useWorlds } from "./world.ts";

useWorlds();

describe("when the outbox is full", () => {
  const texts = (world: World): string[] => world.heard("dropped").map((what) => (what as { message: string }).message);

  test("the oldest goes", () => {
    const world = new World({ queue: 3 });
    for (const text of "12345") expect(world.client.publish("a", text, { qos: 1 })).toBe(true);
    expect(texts(world)).toEqual(["1", "2"]);
    expect(world.client).toMatchObject({ queued: 3, dropped: 2 });
  });

  test("the oldest of the lowest priority, be it the new one", () => {
    const world = new World({ queue: 3 });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    put("p1", 1);
    put("r1", 0);
    put("r2", 0);
    put("p2", 1);
    put("p3", 1);
    expect(put("r3", 0)).toBe(false);
    put("p4", 1);
    expect(texts(world)).toEqual(["r1", "r2", "r3", "p1"]);
    expect(world.client.dropped).toBe(4);
  });

  test("none that was sent already: its receipt may be on the way", async () => {
    const world = await World.online({ random: () => 0, queue: 2, inflight: 1 });
    for (const text of "123") world.client.publish("a", text, { qos: 1 });
    expect(texts(world)).toEqual(["2"]);
    await world.line.send("40 02 00 01");
    expect(world.heard("published")).toEqual([expect.objectContaining({ topic: "a", message: "1", qos: 1 })]);
  });

  test("but what is of lower priority goes, in flight or not: the oldest first, and its receipt says nothing any more", async () => {
    const world = await World.online({ random: () => 0, queue: 3, inflight: 2 });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    put("r1", 0);
    put("r2", 0);
    put("r3", 0);
    for (const text of ["p1", "p2", "p3"]) expect(put(text, 1)).toBe(true);
    expect(texts(world)).toEqual(["r3", "r1", "r2"]);
    world.line.take();
    await world.line.send("40 02 00 01 40 02 00 02"); // for r1 and r2, which were sent
    expect(world.heard("published")).toEqual([]);
    await world.line.send("40 02 00 03 40 02 00 04");
    expect(world.client).toMatchObject({ queued: 1, dropped: 3 });
  });

  test("what has a priority of 2 and more is counted apart: it pushes nothing out, nor is it left out", () => {
    const world = new World({ queue: 2 });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    for (const [text, priority] of [
      ["r1", 0],
      ["p1", 1],
      ["s1", 2],
      ["s2", 2],
    ] as const)
      expect(put(text, priority)).toBe(true);
    expect(texts(world)).toEqual([]);
    put("p2", 1);
    put("s3", 2);
    expect(texts(world)).toEqual(["r1", "s1"]);
    expect(world.client).toMatchObject({ queued: 4, dropped: 2 });
  });

  test("the latest of those stays, for it is what holds, however little room there is", async () => {
    const world = await World.online({ random: () => 0, queue: 1, inflight: 2 });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    for (const text of ["s1", "s2", "s3", "s4", "s5"]) expect(put(text, 2)).toBe(true);
    expect(put("once", 3)).toBe(true);
    for (const text of ["s6", "s7"]) expect(put(text, 2)).toBe(true);
    // Two are in flight, and what comes once goes for nothing that is of lower priority.
    expect(texts(world)).toEqual(["s3", "s4", "s5", "s6"]);
    expect(world.client.queued).toBe(4);
  });

  test("what was in flight when a connection was lost goes like the rest: no receipt comes for it", async () => {
    const world = await World.online({ random: () => 0, queue: 2 });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    put("r1", 0);
    put("r2", 0);
    world.client.suspend("no network");
    put("p1", 1);
    put("p2", 1);
    expect(texts(world)).toEqual(["r1", "r2"]);
  });

  test("in a kept session it stays: the broker is to get it again [MQTT-4.4.0-1]", async () => {
    const world = await World.online({ random: () => 0, queue: 2, clean: false, clientId: "hall" });
    const put = (text: string, priority: number): boolean => world.client.publish("a", text, { qos: 1, priority });
    put("r1", 0);
    put("r2", 0);
    world.client.suspend("no network");
    expect(put("p1", 1)).toBe(false);
    expect(texts(world)).toEqual(["p1"]);
  });

  test("64 is the default", async () => {
    const world = new World();
    for (let i = 0; i < 65; i++) world.client.publish("a", String(i), { qos: 1 });
    expect(world.client.queued).toBe(64);
    await settled();
  });
});
