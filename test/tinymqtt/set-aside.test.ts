/** What the broker hangs up at, again and again, does not hold up the rest. */
import { describe, expect, test } from "vitest";
import { World, bytes as hex, pass, settled, useWorlds } from "./world.ts";

useWorlds();

const retry = { first: 100, longest: 1000 };

/** A broker that answers everything at QoS 1 but hangs up at a PUBLISH to `bad`. Serves one connection; returns the topics that came. */
async function serve(world: World, bad: string, rounds = 20): Promise<string[]> {
  const came: string[] = [];
  await world.accept();
  for (let round = 0; round < rounds && !world.line.ended; round++) {
    for (const { topic, id } of publishes(world.line.take())) {
      came.push(topic);
      if (topic === bad) {
        await world.line.close();
        return came;
      }
      if (id) await world.line.send(`40 02 ${id}`);
    }
    await settled();
  }
  return came;
}

/** The PUBLISH packets among these bytes (hexadecimal, each shorter than 128 bytes), with their packet identifiers. */
function publishes(hex: string): { topic: string; id: string }[] {
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  const found: { topic: string; id: string }[] = [];
  for (let at = 0; at < bytes.length; at += 2 + (bytes[at + 1] ?? 0)) {
    const first = bytes[at] ?? 0;
    if (first >> 4 !== 3) continue;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 4 + length;
    found.push({ topic: bytes.toString("latin1", at + 4, end), id: first & 6 ? bytes.toString("hex", end, end + 2) : "" });
  }
  return found;
}

/** So many connections, each as long as the broker likes. */
async function connections(world: World, count: number, bad: string, onConnected: () => void = () => undefined): Promise<string[][]> {
  const all: string[][] = [];
  world.client.on("connected", onConnected);
  for (let i = 0; i < count; i++) {
    all.push(await serve(world, bad));
    if (!world.line.ended && world.client.connected) break;
    await pass(1000);
  }
  return all;
}

const dropsNothing = (world: World): void => expect(world.events.filter(([name]) => name === "dropped")).toEqual([]);

describe("a message that the broker hangs up at", () => {
  test("goes behind the rest, which arrives", async () => {
    const world = new World({ retry });
    for (const topic of ["a", "poison", "b", "c"]) world.client.publish(topic, "x", { qos: 1 });
    world.client.connect();
    await settled();
    const came = (await connections(world, 12, "poison")).flat();
    expect(came).toEqual(expect.arrayContaining(["a", "b", "c"]));
    expect(world.client.queued).toBe(1);
    expect(world.client.aside).toBe("poison");
    expect(world.events).toContainEqual(["error", "the broker hangs up at poison: set aside"]);
    dropsNothing(world);
  });

  test("is sent when the broker takes it again", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.publish("poison", "x", { qos: 1 });
    world.client.connect();
    await settled();
    await connections(world, 12, "poison");
    await connections(world, 1, "");
    expect(world.client.queued).toBe(0);
    dropsNothing(world);
    expect(world.client.aside).toBe("poison");
    await pass(30_000); // a connection that lasts
    expect(world.client.aside).toBeUndefined();
  });

  test("is no longer sent at each connect if only the latest counts, until a connection has lasted", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.connect();
    await settled();
    const state = { qos: 1, retain: true, latest: true, priority: 2 } as const;
    const says = (): void => void world.client.publish("state", "on", state);
    await connections(world, 12, "state", says);
    expect([world.client.connected, world.client.aside, world.client.queued]).toEqual([true, "state", 0]);
    world.client.publish("press", "x", { qos: 1 });
    world.client.publish("state", "off", state);
    await settled();
    const [press] = publishes(world.line.take());
    expect(press?.topic).toBe("press");
    await world.line.send(`40 02 ${press?.id}`);
    expect(world.line.take()).toBe("");
    await pass(30_000);
    const written = world.line.take();
    expect(publishes(written).map(({ topic }) => topic)).toEqual(["state"]);
    expect(written.replaceAll(" ", "")).toContain(Buffer.from("off").toString("hex"));
    expect(world.client.aside).toBeUndefined();
  });

  test("is not replaced by a message of QoS 0, which nobody confirms", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.connect();
    await settled();
    await connections(world, 12, "state", () => void world.client.publish("state", "off", { qos: 1, latest: true }));
    world.line.take();
    world.client.publish("state", "on", { latest: true });
    expect(world.line.take()).toBe(hex("30 09 00 05 'state' 'on'"));
  });

  test("is outdated by any newer one on its topic, also by one that must arrive itself", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.connect();
    await settled();
    await connections(world, 12, "state", () => void world.client.publish("state", "off", { qos: 1, latest: true }));
    expect(world.client.aside).toBe("state");
    world.client.publish("state", "on", { qos: 1 });
    const [state] = publishes(world.line.take());
    await world.line.send(`40 02 ${state?.id}`);
    await pass(40_000);
    expect(world.line.take()).toBe("");
  });
});

describe("connections that end by themselves", () => {
  test("set nothing aside when they have lasted", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.publish("a", "x", { qos: 1 });
    world.client.connect();
    await settled();
    for (let i = 0; i < 10; i++) {
      await world.accept();
      await pass(29_500);
      await pass(1000);
      await world.line.close();
      await pass(1000);
    }
    expect([world.client.queued, world.client.aside]).toEqual([1, undefined]);
  });

  test("set nothing aside of a session that is kept: it is to get everything again, in order [MQTT-4.4.0-1]", async () => {
    const world = new World({ retry, clean: false });
    for (const topic of ["poison", "b"]) world.client.publish(topic, "x", { qos: 1 });
    world.client.connect();
    await settled();
    await connections(world, 12, "poison");
    expect([world.client.queued, world.client.aside]).toEqual([2, undefined]);
  });

  test("set nothing aside whose receipt has come", async () => {
    const world = new World({ retry });
    world.client.on("connected", () => void world.client.publish("state", "on", { qos: 1, latest: true }));
    world.client.connect();
    await settled();
    for (let i = 0; i < 10; i++) {
      await serve(world, "");
      expect(world.client.queued).toBe(0);
      await world.line.close();
      await pass(1000);
    }
    expect(world.client.aside).toBeUndefined();
  });

  test("are counted anew once one has lasted", async () => {
    const world = new World({ retry, keepalive: 0 });
    world.client.on("connected", () => void world.client.publish("state", "on", { qos: 1, latest: true }));
    world.client.connect();
    await settled();
    const endAtState = async (): Promise<void> => {
      await serve(world, "state");
      await pass(1000);
    };
    await endAtState();
    await endAtState();
    await serve(world, "");
    await pass(31_000);
    await world.line.close();
    await pass(1000);
    await endAtState();
    await endAtState();
    expect(world.client.aside).toBeUndefined();
    await endAtState();
    expect(world.client.aside).toBe("state");
  });

  test("make messages go one by one until one has lasted", async () => {
    const world = new World({ retry, keepalive: 0 });
    for (const topic of ["a", "b", "c"]) world.client.publish(topic, "x", { qos: 1 });
    world.client.connect();
    await settled();
    await world.accept();
    for (let i = 0; i < 2; i++) {
      expect(publishes(world.line.take())).toHaveLength(3);
      await world.line.close();
      await pass(1000);
      if (i === 0) await world.accept();
    }
    await world.accept();
    expect(publishes(world.line.take())).toHaveLength(1);
    await pass(29_000);
    await world.line.close();
    await pass(1000);
    await world.accept();
    expect(publishes(world.line.take())).toHaveLength(1);
    await pass(1000);
    expect(world.client.connected).toBe(true);
  });
});

describe("a program that is short of memory", () => {
  test("keeps no more than it has room for: the oldest of the lowest priority goes", () => {
    let hasRoom = true;
    const world = new World({ queue: 1000, hasRoom: () => hasRoom });
    for (let i = 0; i < 30; i++) world.client.publish("t", `${i}`, { qos: 1, priority: 1 });
    expect(world.client.queued).toBe(30);
    hasRoom = false;
    for (let i = 30; i < 40; i++) expect(world.client.publish("t", `${i}`, { qos: 1, priority: 1 })).toBe(true);
    expect([world.client.queued, world.client.dropped]).toEqual([30, 10]);
    expect(world.client.publish("t", "a reading", { qos: 1 })).toBe(false);
    expect(world.client.queued).toBe(30);
  });

  test("keeps sixteen whatever it says", () => {
    const world = new World({ queue: 1000, hasRoom: () => false });
    for (let i = 0; i < 30; i++) world.client.publish("t", `${i}`, { qos: 1 });
    expect([world.client.queued, world.client.dropped]).toEqual([16, 14]);
  });
});
