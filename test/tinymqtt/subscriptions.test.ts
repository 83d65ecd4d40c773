/** SUBSCRIBE and UNSUBSCRIBE: remembered, asked for again at each connect, and what the broker granted. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";

useWorlds();

const first = { random: () => 0 };

async function reconnect(world: World, connack?: string): Promise<void> {
  await world.line.close();
  await pass(1000);
  await world.accept(connack);
}

describe("subscribe", () => {
  test.each<[what: string, args: Parameters<World["client"]["subscribe"]>, expected: string]>([
    ["one filter", ["a/b"], "82 08 00 01 00 03 'a/b' 00"],
    ["with a QoS", ["a/#", 1], "82 08 00 01 00 03 'a/#' 01"],
    ["several in one packet [MQTT-3.8.3-3]", [["a", "+/b"], 2], "82 0c 00 01 00 01 'a' 02 00 03 '+/b' 02"],
    ["in UTF-8", ["\u20ac"], "82 08 00 01 00 03 '€' 00"],
  ])("asks for %s", async (_what, args, expected) => {
    const world = await World.online(first);
    world.client.subscribe(...args);
    expect(world.line.take()).toBe(bytes(expected));
  });

  test("before the connection is made with it", async () => {
    const world = new World(first);
    world.client.subscribe("a");
    world.client.subscribe("b", 1);
    world.client.connect();
    await world.accept();
    expect(world.line.take()).toBe(bytes("82 0a 00 01 00 01 'a' 00 00 01 'b' 01"));
  });

  test("is made again at each connect, a kept session too", async () => {
    const world = await World.online({ ...first, clean: false });
    world.client.subscribe(["a", "b"]);
    await world.line.send("90 04 00 01 00 00");
    await reconnect(world, "20 02 01 00");
    expect(world.line.take()).toBe(bytes("82 0a 00 02 00 01 'a' 00 00 01 'b' 00"));
  });

  test("the same again sends nothing, another QoS does", async () => {
    const world = await World.online(first);
    world.client.subscribe("a");
    world.line.take();
    world.client.subscribe("a");
    expect(world.line.take()).toBe("");
    world.client.subscribe("a", 1);
    expect(world.line.take()).toBe(bytes("82 06 00 02 00 01 'a' 01"));
  });

  test("reports what was granted, and a refusal as an error; the connection stays [MQTT-3.8.4-5]", async () => {
    const world = await World.online(first);
    world.client.subscribe(["a", "b", "c"], 2);
    await world.line.send("90 05 00 01 02 80 01");
    expect(world.heard("subscribed")).toEqual([{ filters: ["a", "b", "c"], granted: [2, 128, 1] }]);
    expect(world.heard("error")).toEqual(["subscription refused: b"]);
    expect(world.client.connected).toBe(true);
  });

  test.each([
    ["a code that does not exist [MQTT-3.9.3-2]", "90 03 00 01 03"],
    ["too few codes", "90 03 00 01 00"],
    ["too many codes", "90 05 00 01 00 00 00"],
  ])("SUBACK with %s is a protocol error", async (_what, packet) => {
    const world = await World.online(first);
    world.client.subscribe(["a", "b"]);
    await world.line.send(packet.replace("03 00 01 03", "04 00 01 00 03"));
    expect(world.heard("lost")).toEqual([expect.stringMatching(/^protocol error: /)]);
    expect(world.heard("subscribed")).toEqual([]);
  });
});

describe("unsubscribe", () => {
  test("asks for it [MQTT-3.10.3-2], and forgets the filter", async () => {
    const world = await World.online(first);
    world.client.subscribe(["a", "b"]);
    await world.line.send("90 04 00 01 00 00");
    world.line.take();
    world.client.unsubscribe("a");
    expect(world.line.take()).toBe(bytes("a2 05 00 02 00 01 'a'"));
    await world.line.send("b0 02 00 02");
    await reconnect(world);
    expect(world.line.take()).toBe(bytes("82 06 00 03 00 01 'b' 00"));
  });

  test("while offline: a kept session is told at the next connect", async () => {
    const world = await World.online({ ...first, clean: false });
    world.client.subscribe("a");
    await world.line.send("90 03 00 01 00");
    await world.line.close();
    world.client.unsubscribe("a");
    await pass(1000);
    await world.accept("20 02 01 00");
    expect(world.line.take()).toBe(bytes("a2 05 00 02 00 01 'a'"));
  });

  test("while offline: a new session knows nothing of it", async () => {
    const world = await World.online(first);
    world.client.subscribe("a");
    await world.line.close();
    world.client.unsubscribe("a");
    await pass(1000);
    await world.accept();
    expect(world.line.take()).toBe("");
  });

  test("and subscribed again before the answer, the filter stays", async () => {
    const world = await World.online(first);
    world.client.subscribe("a");
    world.client.unsubscribe("a");
    world.client.subscribe("a");
    await world.line.send("90 03 00 01 00  b0 02 00 02  90 03 00 03 00");
    await reconnect(world);
    expect(world.line.take()).toBe(bytes("82 06 00 04 00 01 'a' 00"));
  });
});
