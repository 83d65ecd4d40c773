/** One owner of reconnecting: when it tries again, what it counts, and every way out. */
import { describe, expect, test } from "vitest";
import { World, bytes, pass, settled, useWorlds } from "./world.ts";

useWorlds();

describe("the backoff", () => {
  test("tries at once, then waits at random in 0..min(longest, first x 2^n)", async () => {
    const world = new World({ retry: { first: 100, longest: 1000 } });
    world.network = "refuses";
    world.chance = 0.5;
    world.client.connect();
    expect(world.client.attempts).toBe(1);
    for (const [index, wait] of [50, 100, 200, 400, 500, 500, 500].entries()) {
      await pass(wait - 1);
      expect(world.client.attempts).toBe(index + 1);
      await pass(1);
      expect(world.client.attempts).toBe(index + 2);
    }
  });

  test("goes on for ever", async () => {
    const world = new World({ retry: { first: 1, longest: 1000 } });
    world.network = "refuses";
    world.client.connect();
    await pass(2_000_000);
    expect(world.client.attempts).toBeGreaterThan(3000);
    world.network = "answers";
    await pass(1000);
    await world.accept();
    expect(world.client.connected).toBe(true);
  });

  test("starts over after 30 s online, not before", async () => {
    const world = new World({ retry: { first: 1000, longest: 64_000 }, keepalive: 0 });
    world.network = "refuses";
    world.chance = 1;
    world.client.connect();
    await pass(1000 + 2000 + 4000 - 1); // three failures, and the fourth attempt is near
    world.network = "answers";
    await pass(1);
    await world.accept();
    await pass(29_000);
    await world.line.close();
    await pass(7999); // n is 3 still
    expect(world.lines).toHaveLength(1);
    await pass(1);
    await world.accept();
    await pass(30_000);
    await world.line.close();
    await pass(999);
    expect(world.lines).toHaveLength(2);
    await pass(1);
    expect(world.lines).toHaveLength(3);
  });

  test("connect() while it waits does not shorten the wait", async () => {
    const world = await World.online();
    await world.line.close();
    world.client.connect();
    await pass(499);
    expect(world.lines).toHaveLength(1);
    await pass(1);
    expect(world.lines).toHaveLength(2);
  });

  test("the old module's habit, connect() in `disconnected`, is harmless", async () => {
    const world = await World.online();
    world.client.on("disconnected", () => world.client.connect());
    await world.line.close();
    await pass(60_000);
    expect(world.lines).toHaveLength(6); // each attempt is cut off after 10 s, the waits between double, and none is doubled
  });

  test("several hosts take turns, each with a port of its own or the common one", async () => {
    const world = new World({ port: 1884, hosts: ["second", "third:8000"], retry: { first: 10, longest: 10 } });
    world.client.connect();
    for (let i = 0; i < 4; i++) {
      await settled();
      await world.line.close();
      await pass(10);
    }
    expect(world.lines.map(({ address }) => `${address.host}:${address.port}`)).toEqual([
      "broker:1884",
      "second:1884",
      "third:8000",
      "broker:1884",
      "second:1884",
    ]);
  });
});

describe("an attempt ends", () => {
  test("when net.connect throws", async () => {
    const world = new World();
    world.network = "refuses";
    world.client.connect();
    await settled();
    expect(world.heard("failed")).toEqual(["connect failed: broker:1883: Error: Unable to create socket"]);
    expect(world.client.losses).toBe(0);
  });

  test("after 10 s in which nothing came, as for a name that DNS does not know", async () => {
    const world = new World();
    world.network = "silent";
    world.client.connect();
    await pass(9999);
    expect(world.heard("failed")).toEqual([]);
    await pass(1);
    expect(world.heard("failed")).toEqual(["connect timed out"]);
    expect(world.line.ended).toBe(true);
  });

  test("with the wait for the next one", async () => {
    const world = new World({ retry: { first: 4000, longest: 6000 }, random: () => 0.5 });
    const waits: unknown[] = [];
    world.client.on("failed", (_reason, _code, wait) => waits.push(wait));
    world.network = "refuses";
    world.client.connect();
    await pass(2000 + 3000);
    expect(waits).toEqual([2000, 3000, 3000]);
  });

  test("after 10 s without a CONNACK", async () => {
    const world = new World({ connectTimeout: 3000 });
    world.client.connect();
    await pass(3000);
    expect(world.heard("failed")).toEqual(["connect timed out"]);
  });

  test("when the broker closes", async () => {
    const world = new World();
    world.client.connect();
    await settled();
    await world.line.close();
    expect(world.heard("failed")).toEqual(["closed by broker before CONNACK"]);
    expect(world.heard("disconnected")).toEqual([]);
  });
});

describe("a loss", () => {
  test("is told and counted once, however often the socket tells it", async () => {
    const world = await World.online();
    await world.line.close();
    await world.line.close();
    expect(world.heard("lost")).toEqual(["closed by broker"]);
    expect(world.heard("disconnected")).toEqual(["closed by broker"]);
    expect(world.client).toMatchObject({ connected: false, losses: 1, last: "closed by broker", attempts: 0 });
  });

  test("attempts count from it; the reason stays the loss's own", async () => {
    const world = await World.online({ retry: { first: 10, longest: 10 } });
    world.chance = 1;
    await world.line.close();
    world.network = "refuses";
    await pass(10);
    world.network = "answers";
    await pass(10);
    await world.accept();
    expect(world.client).toMatchObject({ connected: true, losses: 1, last: "closed by broker", attempts: 2 });
  });

  test("nothing that an old socket says later counts", async () => {
    const world = await World.online({ retry: { first: 10, longest: 10 } });
    const old = world.line;
    await old.close();
    await pass(10);
    await world.accept();
    await old.send("30 03 00 01 'a'");
    await old.close();
    expect(world.client.connected).toBe(true);
    expect(world.heard("message")).toEqual([]);
  });
});

describe("suspend, the network below is gone", () => {
  test("counts as a loss, sends no DISCONNECT, and waits for connect()", async () => {
    const world = await World.online();
    world.client.suspend("Wi-Fi lost");
    await pass(100_000);
    expect(world.line.take()).toBe("");
    expect(world.line.ended).toBe(true);
    expect(world.lines).toHaveLength(1);
    expect(world.heard("lost")).toEqual(["Wi-Fi lost"]);
    world.client.connect();
    expect(world.lines).toHaveLength(2); // at once
  });

  test("ends a wait too, and does nothing when there is nothing", async () => {
    const world = new World();
    world.client.suspend("early");
    world.network = "refuses";
    world.client.connect();
    world.client.suspend("later");
    world.client.suspend("again");
    await pass(100_000);
    expect(world.client.attempts).toBe(1);
    expect(world.client.losses).toBe(0);
  });
});

describe("disconnect", () => {
  test("says DISCONNECT, nothing after it, and is no loss [MQTT-3.14.4-1] [MQTT-3.14.4-2]", async () => {
    const world = await World.online();
    world.client.disconnect();
    world.client.publish("a", "b");
    world.client.publish("a", "b", { qos: 1 });
    world.client.subscribe("c");
    await pass(100_000);
    expect(world.line.take()).toBe(bytes("e0 00"));
    expect(world.line.ended).toBe(true);
    expect(world.heard("disconnected")).toEqual(["disconnected"]);
    expect(world.heard("lost")).toEqual([]);
    expect(world.client.losses).toBe(0);
    expect(world.lines).toHaveLength(1);
  });

  test("before CONNACK sends nothing", async () => {
    const world = new World();
    world.client.connect();
    await settled();
    world.line.take();
    world.client.disconnect();
    expect(world.line.take()).toBe("");
    expect(world.line.ended).toBe(true);
  });

  test("connect() goes on after it, with what was kept", async () => {
    const world = await World.online();
    world.client.disconnect();
    world.client.publish("a", "b", { qos: 1 });
    world.client.connect();
    await world.accept();
    expect(world.line.take()).toBe(bytes("32 06 00 01 'a' 80 00 'b'"));
  });
});

describe("before CONNACK", () => {
  test("no message is written, though its topic was used while offline", async () => {
    const world = new World();
    expect(world.client.publish("a", "b")).toBe(false);
    world.client.connect();
    expect(world.client.publish("a", "b")).toBe(false);
    await settled();
    expect(world.client.publish("a", "b")).toBe(false);
    expect(world.line.take()).toMatch(/^10 /);
    expect(world.line.take()).toBe("");
    await world.line.send("20 02 00 00");
    expect(world.client.publish("a", "b")).toBe(true);
    expect(world.client.publish("a", "b")).toBe(true);
    expect(world.line.take()).toBe(bytes("30 04 00 01 'ab' 30 04 00 01 'ab'"));
  });
});

describe("end", () => {
  test("is final", async () => {
    const world = await World.online();
    world.client.end();
    world.client.connect();
    expect(world.client.publish("a", "b", { qos: 1 })).toBe(false);
    world.client.subscribe("a");
    world.client.suspend("x");
    world.client.disconnect();
    world.client.end();
    await pass(200_000);
    expect(world.line.take()).toBe(bytes("e0 00"));
    expect(world.lines).toHaveLength(1);
    expect(world.client.queued).toBe(0);
    expect(world.events.map(([name]) => name)).toEqual(["connected", "disconnected"]);
  });

  test("while it waits clears the wait", async () => {
    const world = new World();
    world.network = "refuses";
    world.client.connect();
    world.client.end();
    await pass(100_000);
    expect(world.client.attempts).toBe(1);
  });
});
