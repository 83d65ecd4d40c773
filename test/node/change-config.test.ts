/** Configuration over MQTT: the built node takes a change, tries it, and keeps it or goes back. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { storedDocument } from "../../src/tools/home-assistant/stored-document.ts";
import { buildFirst } from "../support/dist.ts";
import { device } from "../support/settings.ts";
import { change, configStateOf, configTopic, dingOf, signedChange, type ConfigState } from "./changes.ts";
import type { Desk } from "./desk.ts";
import { announcementOf, boot, controlTopic, key, nodeOf, pass, send, starts, switchTo, troubles, withKey } from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;
const whole = { node: "hall", wifi: { ssid: "virtual" }, sensors: [], ...withKey };
const states = ({ told }: Desk): unknown[] => told(configTopic).map(({ state }) => state);

async function restart({ board }: Desk): Promise<void> {
  await board.powerOff();
  await board.powerOn();
}

function type(text: string): (world: Desk) => Promise<void> {
  return async ({ board, clock }) => {
    board.type(text);
    await clock.advance(0);
  };
}

describe("a change", () => {
  it("is tried, kept after a minute online, and there after a power cut", async () => {
    const world = await boot();
    const n = await change(world, { health: 20_000 });
    expect(configStateOf(world)).toEqual({ node: "hall", n, state: "starting" });
    await pass(world, 4000);
    expect(configStateOf(world)).toEqual({ node: "hall", n, state: "trial" });
    expect(dingOf(world)).toEqual(whole);
    await pass(world, minute, 1000);
    expect(configStateOf(world)).toEqual({ node: "hall", n, state: "kept" });
    expect(dingOf(world)).toEqual({ ...whole, health: 20_000 });
    expect(world.board.flash.read("ding.try")).toBeUndefined();
    await restart(world);
    await pass(world, minute, 1000);
    const { length } = world.told("/kv6003/health/hall");
    await pass(world, minute, 1000);
    expect(world.told("/kv6003/health/hall")).toHaveLength(length + 3);
    expect(states(world)).toEqual(["starting", "trial", "kept"]);
    expect(troubles(world)).toEqual([]);
  });

  it("is merged: null removes, objects key by key, lists as a whole, in UTF-8", async () => {
    const world = await boot({ ...withKey, led: { pin: "D4", restore: "last" }, health: 5000, console: { password: "geheim" } });
    const sensors = [{ name: "wärme €", kind: "analog", pin: "D34" }];
    await change(world, { led: { restore: null, activeLow: true }, health: null, status: { pin: "D5" }, sensors });
    await pass(world, 2 * minute, 1000);
    expect(configStateOf(world)?.state).toBe("kept");
    const rest = { led: { pin: "D4", activeLow: true }, status: { pin: "D5" }, console: { password: "geheim" } };
    expect(dingOf(world)).toEqual({ ...whole, ...rest, sensors });
  });

  it("may move the node to another broker, where it says how it went", async () => {
    const world = await boot();
    world.serveBrokerAt("other", 1884);
    await change(world, { mqtt: { host: "other", port: 1884 } });
    await pass(world, 2 * minute, 1000);
    expect(states(world)).toEqual(["starting", "trial", "kept"]);
    expect(dingOf(world)).toMatchObject({ mqtt: { host: "other", port: 1884, key } });
  });

  it("may give the node another name", async () => {
    const world = await boot();
    const n = await change(world, { node: "attic" });
    await pass(world, 2 * minute, 1000);
    expect(world.told("/kv6003/config/attic").at(-1)).toEqual({ node: "attic", n, state: "kept" });
  });

  it("costs no press", async () => {
    const world = await boot();
    let presses = 0;
    const click = async (): Promise<void> => {
      presses++;
      press(world.board);
      await pass(world, 200);
      release(world.board);
      await pass(world, 200);
    };
    world.publish(controlTopic, signedChange({ health: 20_000 }).text);
    for (let i = 0; i < 4; i++) await click();
    await pass(world, 3000);
    for (let i = 0; i < 3; i++) await click();
    await pass(world, 2 * minute, 1000);
    await click();
    expect(states(world)).toEqual(["starting", "trial", "kept"]);
    expect(world.told("/kv6003/sensor/ding").filter(({ event }) => event === "press")).toHaveLength(presses);
  });

  it("leaves a password as it is that is not UTF-8", async () => {
    const world = await boot();
    const text = JSON.stringify({ ...whole, console: { password: "caf\xe9" } });
    world.board.flash.put("ding.json", text);
    await restart(world);
    await pass(world, 2000);
    await change(world, { health: 20_000 });
    await pass(world, 2 * minute, 1000);
    expect(world.board.flash.read("ding.json")).toContain('"password":"caf\xe9"');
  });

  it("is as good on top of what Storage.writeJSON wrote, and where there was no file", async () => {
    const world = await boot();
    world.board.flash.put("ding.json", '{node:"hall",wifi:{ssid:"virtual"},mqtt:{host:"broker",key:"a key of 18 bytes."},sensors:[]}');
    await restart(world);
    await pass(world, 2000);
    await change(world, { health: 20_000 });
    await pass(world, 2 * minute, 1000);
    expect(dingOf(world)).toEqual({ node: "hall", wifi: { ssid: "virtual" }, mqtt: { host: "broker", key }, sensors: [], health: 20_000 });
  });
});

describe("the old configuration returns, and the node says why, when it", () => {
  it("does not get online within 5 minutes", async () => {
    const world = await boot();
    const n = await change(world, { mqtt: { host: "nowhere" } });
    await pass(world, 4.5 * minute, 1000);
    expect(starts(world)).toHaveLength(2);
    await pass(world, minute, 1000);
    expect(starts(world)).toHaveLength(3);
    const expected = { node: "hall", n, state: "failed", reason: "it did not get online within 5 minutes" };
    expect(configStateOf(world)).toEqual(expected);
    expect(dingOf(world)).toEqual(whole);
    await pass(world, 10 * minute, 1000);
    await restart(world);
    await pass(world, 2000);
    expect(configStateOf(world)).toEqual(expected);
    expect(states(world)).toEqual(["starting", "failed", "failed"]);
    expect(troubles(world)).toEqual([]);
  });

  it.each([
    ["is reset", type("E.reboot()\n")],
    ["loses power", restart],
    ["hangs", type("while(true);\n")],
  ])("%s before it was kept", async (_what, disturb) => {
    const world = await boot();
    const n = await change(world, { health: 20_000 });
    await pass(world, 20_000, 1000);
    expect(configStateOf(world)).toMatchObject({ state: "trial" });
    await disturb(world);
    await pass(world, 3 * minute, 1000);
    const reason = "it crashed, hung or was reset before it had been online for a minute";
    expect(configStateOf(world)).toEqual({ node: "hall", n, state: "failed", reason });
    expect(dingOf(world)).toEqual(whole);
  });

  it("is reset, and the boot after that is in safe mode", async () => {
    const world = await boot();
    const crash = async (): Promise<void> => {
      world.board.type("E.reboot()\n");
      await pass(world, 3000);
    };
    await crash();
    await crash();
    await change(world, { health: 20_000 });
    await pass(world, 4000);
    await crash();
    expect(world.lines.filter((line) => line.startsWith("SAFE MODE"))).not.toEqual([]);
    expect(world.board.flash.read("ding.try")?.substring(16, 19)).toBe("wtx");
  });

  it("loses power, and Home Assistant keeps its document", async () => {
    const discovery = "homeassistant";
    const world = await boot({ ...withKey, discovery });
    world.board.flash.put("ding.ha", storedDocument({ ...device, node: "hall", discovery }, "", "1.0.0", undefined) ?? "");
    await change(world, { node: "attic" });
    await pass(world, 4000);
    expect(world.told("/kv6003/config/attic").at(-1)).toMatchObject({ state: "trial" });
    await restart(world);
    await pass(world, 2000);
    expect(world.board.flash.read("ding.ha")).toBeDefined();
  });

  it("and the next change is tried all the same", async () => {
    const world = await boot();
    await change(world, { mqtt: { host: "nowhere" } });
    await pass(world, 6 * minute, 1000);
    await change(world, { health: 20_000 });
    await pass(world, 2 * minute, 1000);
    expect(states(world)).toEqual(["starting", "failed", "starting", "trial", "kept"]);
  });
});

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
    await restart(world);
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
    expect(states(world)).toEqual(["refused"]);
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
    expect(states(world)).toEqual([]);
    expect(starts(world)).toHaveLength(1);
  });
});

it("gives way to an update that is announced during the trial", async () => {
  const world = await boot();
  await change(world, { health: 20_000 });
  await pass(world, 4000);
  await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
  await pass(world, 2 * minute, 1000);
  expect(starts(world)).toEqual(["1.0.0", "1.0.0", "1.1.0"]);
  expect(configStateOf(world)).toMatchObject({ state: "failed" });
  expect(dingOf(world)).toEqual(whole);
});
