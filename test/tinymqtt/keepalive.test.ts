/** Keep alive: PINGREQ in time, and the two ways to notice a dead link. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";

useWorlds();

const pingreq = bytes("c0 00");

test.each([
  [30, 22],
  [60, 44],
  [10, 7],
  [4, 2],
  [1, 1],
])("with %i s a PINGREQ goes out after %i s, and again so long after it", async (keepalive, due) => {
  const world = await World.online({ keepalive });
  for (let round = 0; round < 3; round++) {
    await pass((due - 1) * 1000);
    if (due > 1) expect(world.line.take()).toBe("");
    await pass(1000);
    expect(world.line.take()).toBe(pingreq);
    await world.line.send("d0 00");
  }
  expect(world.client.connected).toBe(true);
});

test("whatever else is being sent", async () => {
  const world = await World.online({ keepalive: 30 });
  let pings = 0;
  for (let second = 0; second < 60; second++) {
    world.client.publish("a", "b");
    await pass(1000);
    if (world.line.take().includes(pingreq)) {
      pings++;
      await world.line.send("d0 00");
    }
  }
  expect(pings).toBe(2);
});

test("0 turns it off", async () => {
  const world = await World.online({ keepalive: 0 });
  await pass(10_000_000);
  expect(world.line.take()).toBe("");
  expect(world.client.connected).toBe(true);
});

describe("the link is lost", () => {
  test("when no PINGRESP comes within 10 s, whatever else does", async () => {
    const world = await World.online({ keepalive: 30 });
    await pass(22_000);
    for (let second = 0; second < 9; second++) {
      await pass(1000);
      await world.line.send("30 04 00 01 'a' 'x'");
    }
    expect(world.client.connected).toBe(true);
    await pass(1000);
    expect(world.heard("lost")).toEqual(["no PINGRESP"]);
  });

  test("when nothing at all came for 1.5 x keepalive", async () => {
    const world = await World.online({ keepalive: 10, pingTimeout: 60_000 });
    await pass(14_000);
    expect(world.client.connected).toBe(true);
    await pass(1000);
    expect(world.heard("lost")).toEqual(["nothing received"]);
  });

  test("not by a PINGRESP that is late but not too late", async () => {
    const world = await World.online({ keepalive: 30 });
    for (let round = 0; round < 5; round++) {
      await pass(22_000);
      expect(world.line.take()).toBe(pingreq);
      await pass(9000);
      await world.line.send("d0 00");
      // The next one is due 22 s after the PINGREQ, not after its answer.
      await pass(12_000);
      expect(world.line.take()).toBe("");
      await pass(1000);
      expect(world.line.take()).toBe(pingreq);
      await world.line.send("d0 00");
    }
  });
});

test("malformed PINGRESP is a protocol error", async () => {
  const world = await World.online();
  await world.line.send("d0 01 00");
  expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
});
