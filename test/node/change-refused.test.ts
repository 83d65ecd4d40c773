/** Changes of the configuration that the built node does not take, and what it says of them. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import { change, configStateOf, dingOf, powerCut, signedChange, statesOf, whole, type ConfigState } from "./changes.ts";
import type { Desk } from "./desk.ts";
import { announcementOf, boot, controlTopic, nodeOf, pass, send, starts, switchTo } from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;

describe("is refused, with the reason, and nothing changes:", () => {
  const refused = async (world: Desk, wanted: unknown): Promise<ConfigState | undefined> => {
    const n = await change(world, wanted);
    const state = configStateOf(world);
    expect(state).toMatchObject({ node: "hall", n, state: "refused" });
    await pass(world, 5000);
    expect(starts(world)).toHaveLength(1);
    expect(world.board.flash.read("ding.try")).toBeUndefined();
    return state;
  };

  it.each([
    ["a value that breaks its rule", { mqtt: { port: 0 } }, "mqtt.port must be 1..65535, got 0"],
    ["an unknown key", { healt: 5 }, "unknown key healt"],
    ["a value in place of an object", { mqtt: 5 }, "mqtt must be object"],
    ["a pin that is taken", { led: { pin: "D0" } }, 'led.pin must be a pin for output, got "D0": it is taken by button'],
    ["another key", { mqtt: { key: "another key, of 26 bytes.." } }, "mqtt.key can be set by cable only"],
    ["no key", { mqtt: { key: null } }, "mqtt.key can be set by cable only"],
    ["no broker", { mqtt: { host: "" } }, "wifi.ssid or mqtt.host would be missing"],
    ["no network", { wifi: null }, "wifi.ssid or mqtt.host would be missing"],
  ])("%s", async (_what, wanted, reason) => {
    expect(await refused(await boot(), wanted)).toMatchObject({ reason });
  });

  it("what makes ding.json too long", async () => {
    const world = await boot();
    const outputs = Array.from({ length: 20 }, (_none, i) => ({ name: `a rather long name of an output, no. ${i}`, pin: "D4" }));
    world.board.flash.put("ding.json", JSON.stringify({ ...whole, $schema: "x".repeat(3500) }));
    await powerCut(world);
    await pass(world, 2000);
    const n = await change(world, { outputs });
    expect(configStateOf(world)).toMatchObject({ n, state: "refused", reason: "ding.json is not a JSON object of up to 4096 bytes, or has a duplicate key" });
  });

  it("any, while ding.json cannot be read", async () => {
    const world = await boot();
    world.board.flash.put("ding.json", "{");
    expect(await refused(world, { health: 20_000 })).toMatchObject({ reason: "ding.json cannot be read" });
  });

  it("another, while one is on trial", async () => {
    const world = await boot();
    await change(world, { health: 20_000 });
    const early = await change(world, { health: 30_000 });
    const refusal = { state: "refused", reason: "another change is on trial" };
    expect(configStateOf(world)).toEqual({ node: "hall", n: early, ...refusal });
    await pass(world, 4000);
    const late = await change(world, { health: 30_000 });
    expect(configStateOf(world)).toEqual({ node: "hall", n: late, ...refusal });
    await pass(world, 2 * minute, 1000);
    expect(dingOf(world)).toEqual({ ...whole, health: 20_000 });
  });

  it("any, while an update is on trial", async () => {
    const world = await boot();
    await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
    await pass(world, 2000);
    const n = await change(world, { health: 20_000 });
    expect(configStateOf(world)).toEqual({ node: "hall", n, state: "refused", reason: "an update is on trial" });
    await pass(world, 2 * minute, 1000);
    await change(world, { health: 20_000 });
    expect(configStateOf(world)).toMatchObject({ state: "starting" });
  });

  it("any, without room in Storage", async () => {
    const world = await boot();
    const { flash } = world.board;
    flash.put("big", "x".repeat(flash.free(false) - 8000));
    expect((await refused(world, { health: 20_000 }))?.reason).toMatch(/^Storage has \d+ bytes free, and \d+ are needed: flash the node by cable once$/);
  });

  it("any, while an update is about to start", async () => {
    const world = await boot();
    const file = await nodeOf("1.1.0");
    expect(await send(world, file, announcementOf(file, "1.1.0"))).toMatchObject({ state: "starting" });
    await change(world, { mqtt: { host: "nowhere" } });
    expect(configStateOf(world)).toMatchObject({ state: "refused", reason: "an update is on trial" });
  });

  it("an address with a login, which is not told to others", async () => {
    expect(await refused(await boot(), { mqtt: { host: "mqtt://u:p@h" } })).toMatchObject({ reason: expect.not.stringContaining("u:p") as string });
  });

  it("what is not signed, was sent before, or is no change, on the error topic", async () => {
    const world = await boot();
    const { text } = signedChange({ mqtt: { port: 0 } });
    world.publish(controlTopic, text);
    await pass(world, 200);
    const bad = [text, JSON.stringify({ config: { health: 20_000 } }), signedChange({ health: 20_000 }).text.replace("20000", "30000")];
    for (const one of bad) world.publish(controlTopic, one);
    world.publish(controlTopic, signedChange({ sensors: ["x".repeat(2048)] }).text);
    await pass(world, 200);
    expect(world.lines.filter((line) => line === "command refused: no valid signature")).toHaveLength(bad.length + 1);
    for (const one of [5, [], null, "health"]) world.publish(controlTopic, signedChange(one).text);
    await pass(world, 200);
    expect(world.lines.filter((line) => line === "command refused: neither an update nor a configuration")).toHaveLength(4);
    expect(statesOf(world)).toEqual(["refused"]);
  });

  it("what is not signed without repeating it: it may hold a password", async () => {
    const world = await boot();
    world.publish(controlTopic, JSON.stringify({ config: { wifi: { password: "geheim123" } } }));
    await pass(world, 200);
    expect(world.told("/kv6003/error/hall")).toEqual([{ node: "hall", error: "no valid signature", topic: controlTopic, payload: "" }]);
  });

  it("any, without a key", async () => {
    const world = await boot({});
    world.publish(controlTopic, JSON.stringify({ config: { health: 20_000 } }));
    await pass(world, 5000);
    expect(statesOf(world)).toEqual([]);
    expect(starts(world)).toHaveLength(1);
  });
});
