/** Messages that the program takes back, to keep them elsewhere. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, useWorlds } from "./world.ts";

useWorlds();

const texts = (world: World, topic: string): string[] => world.client.takeBack(topic).map(({ message }) => message);

describe("takeBack", () => {
  test("gives those on a topic, in flight and queued, oldest first, with what they were published with", async () => {
    const world = await World.online({ random: () => 0 });
    for (const text of ["1", "2", "3"]) world.client.publish("a", text, { qos: 1, priority: 1 });
    world.client.publish("b", "other", { qos: 1 });
    world.client.publish("a", "5", { qos: 2, retain: true });
    world.client.publish("a", "6", { qos: 1 });
    expect(world.client.takeBack("a")).toMatchObject([
      { topic: "a", message: "1", qos: 1, retain: false, priority: 1, latest: false },
      { message: "2" },
      { message: "3" },
      { message: "5", qos: 2, retain: true, priority: 0 },
      { message: "6" },
    ]);
    expect([world.client.queued, world.client.dropped]).toEqual([1, 0]);
    expect(texts(world, "a")).toEqual([]);
  });

  test("makes room in flight at once, and a receipt that comes later is nobody's", async () => {
    const world = await World.online({ random: () => 0 });
    for (const text of ["1", "2", "3", "4"]) world.client.publish("a", text, { qos: 1 });
    world.client.publish("b", "5", { qos: 1 });
    world.line.take();
    world.client.takeBack("a");
    expect(world.line.take()).toBe(bytes("32 06 00 01 'b' 00 05 '5'"));
    await world.line.send("40 02 00 01  40 02 00 05");
    expect(world.heard("published")).toMatchObject([{ message: "5" }]);
    expect(world.client.queued).toBe(0);
  });

  test("of one that was in flight leaves nothing that a later one would be taken into", async () => {
    const world = await World.online({ random: () => 0 });
    world.client.publish("state", "on", { qos: 1, latest: true });
    await world.line.close();
    expect(texts(world, "state")).toEqual(["on"]);
    world.client.publish("state", "off", { qos: 1, latest: true });
    expect(world.client.queued).toBe(1);
  });

  test("works offline, and nothing of it is sent afterwards", async () => {
    const world = new World({ random: () => 0 });
    for (const text of ["1", "2"]) world.client.publish("a", text, { qos: 1 });
    world.client.publish("state", "on", { qos: 1, latest: true });
    expect(texts(world, "a")).toEqual(["1", "2"]);
    expect(texts(world, "state")).toEqual(["on"]);
    world.client.publish("state", "off", { qos: 1, latest: true });
    world.client.connect();
    await world.accept();
    expect(world.line.take()).toBe(bytes("32 0c 00 05 'state' 00 01 'off'"));
  });

  test("leaves what must be sent again: QoS 2 after PUBREC, and in a persistent session what was sent before [MQTT-4.4.0-1]", async () => {
    const world = await World.online({ random: () => 0 });
    world.client.publish("a", "1", { qos: 2 });
    await world.line.send("50 02 00 01");
    expect([texts(world, "a"), world.client.queued]).toEqual([[], 1]);

    const persistent = await World.online({ clean: false, clientId: "c" });
    for (const text of ["1", "2", "3", "4", "5"]) persistent.client.publish("a", text, { qos: 1 });
    expect(texts(persistent, "a")).toEqual(["5"]);
  });

  test("takes the topic as text, in UTF-8 on the wire", async () => {
    const world = await World.online();
    world.client.publish("\u20ac", "1", { qos: 1 });
    expect(texts(world, "\u20ac")).toEqual(["1"]);
  });
});

test("sinceReceipt counts the seconds without a receipt, while any is expected", async () => {
  const world = await World.online({ random: () => 0 });
  await pass(5000);
  expect(world.client.sinceReceipt).toBe(0);
  world.client.publish("a", "1", { qos: 1 });
  await pass(7000);
  expect(world.client.sinceReceipt).toBe(7);
  await world.line.send("40 02 00 01");
  expect(world.client.sinceReceipt).toBe(0);
  world.client.publish("a", "2", { qos: 1 });
  await pass(6000);
  await world.line.close();
  await pass(1000);
  await world.accept();
  expect(world.client.sinceReceipt).toBe(0);
});
