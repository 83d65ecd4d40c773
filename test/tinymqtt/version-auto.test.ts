/** The version "auto": MQTT 5, and 3.1.1 where the broker refuses that. */
import { describe, expect, test } from "vitest";
import type { Options } from "tinymqtt";
import { World, bytes, pass, settled, useWorlds } from "./world.ts";
import { connack } from "./world-5.ts";

useWorlds();

describe("version auto", () => {
  const level = (world: World): string => world.line.take().split(" ")[8] ?? "";
  async function trying(options: Options = {}): Promise<World> {
    const world = new World({ version: "auto", retry: { first: 1000, longest: 60_000 }, ...options });
    world.client.connect();
    await settled();
    expect(level(world)).toBe("05");
    return world;
  }

  test.each([
    ["by a broker of 3.1.1", "20 02 00 01"],
    ["by a broker of 3.1.1 that does not look at the version", "20 02 00 00"],
    ["by a broker that names the version", "20 03 00 84 00"],
  ])("goes on with 3.1.1 at once when 5 is refused %s, and remembers", async (_what, refusal) => {
    const world = await trying();
    await world.line.send(refusal);
    expect(world.heard("failed")).toEqual(["no MQTT 5 at broker, trying 3.1.1"]);
    expect(world.heard("refused")).toEqual([]);
    await pass(0);
    expect(world.lines).toHaveLength(2);
    expect(world.client.attempts).toBe(1);
    expect(level(world)).toBe("04");
    await world.line.send("20 02 00 00");
    world.client.publish("a", "b");
    expect(world.line.take()).toBe(bytes("30 04 00 01 'a' 'b'"));
    for (let i = 0; i < 3; i++) {
      await world.line.close();
      await pass(8000);
      expect(level(world)).toBe("04");
      await world.line.send("20 02 00 00");
    }
  });

  test("goes on with 3.1.1 when the broker closes before CONNACK, and with 5 again when it closes then as well", async () => {
    const world = await trying();
    await world.line.close();
    await pass(0);
    expect(level(world)).toBe("04");
    await world.line.close();
    expect(world.heard("failed")).toEqual(["no MQTT 5 at broker, trying 3.1.1", "closed by broker before CONNACK"]);
    await pass(0);
    expect(world.lines).toHaveLength(2);
    await pass(500);
    expect(level(world)).toBe("05");
    await world.line.send(connack);
    expect(world.client.connected).toBe(true);
  });

  test("once 5 was accepted, a close before CONNACK is none of its refusals", async () => {
    const world = await trying();
    await world.line.send(connack);
    await world.line.close();
    await pass(500);
    expect(level(world)).toBe("05");
    await world.line.close();
    await pass(2000);
    expect(level(world)).toBe("05");
  });

  test("is found out for each broker", async () => {
    const world = await trying({ hosts: ["other"] });
    await world.line.send("20 02 00 01");
    await pass(0);
    expect([world.line.address.host, level(world)]).toEqual(["broker", "04"]);
    await world.line.send("20 02 00 00");
    await world.line.close();
    await pass(1000);
    expect([world.line.address.host, level(world)]).toEqual(["other", "05"]);
    await world.line.send(connack);
    await world.line.close();
    await pass(2000);
    expect([world.line.address.host, level(world)]).toEqual(["broker", "04"]);
  });

  test("a refusal of name or password is none of the version", async () => {
    const world = await trying();
    await world.line.send("20 03 00 86 00");
    expect(world.heard("refused")).toEqual([0x86]);
    await pass(30_000);
    expect(level(world)).toBe("05");
  });

  test.each<[version: 4 | 5, refusal: string]>([
    [5, "20 02 00 01"],
    [4, "20 02 00 01"],
  ])("with %i as the version there is no other", async (version, refusal) => {
    const world = await World.online({ version }, refusal);
    expect(world.heard("failed")).toEqual(["refused: protocol version (1)"]);
    await pass(60_000);
    expect(level(world)).toBe(`0${version}`);
  });
});
