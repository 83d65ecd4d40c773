/** Configuration over MQTT: the built node takes a change, tries it, and keeps it or goes back. */
import { beforeAll, describe, expect, it } from "vitest";
import { storedDocument } from "../../src/tools/home-assistant/stored-document.ts";
import { buildFirst } from "../support/dist.ts";
import { device } from "../support/settings.ts";
import { change, configStateOf, dingOf, powerCut, signedChange, statesOf, whole } from "./changes.ts";
import type { Desk } from "./desk.ts";
import { boot, clickOn, controlTopic, key, nodeOf, pass, starts, switchTo, troubles, withKey } from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;

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
    await powerCut(world);
    await pass(world, minute, 1000);
    const { length } = world.told("/kv6003/health/hall");
    await pass(world, minute, 1000);
    expect(world.told("/kv6003/health/hall")).toHaveLength(length + 3);
    expect(statesOf(world)).toEqual(["starting", "trial", "kept"]);
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
    expect(statesOf(world)).toEqual(["starting", "trial", "kept"]);
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
      await clickOn(world);
    };
    world.publish(controlTopic, signedChange({ health: 20_000 }).text);
    for (let i = 0; i < 4; i++) await click();
    await pass(world, 3000);
    for (let i = 0; i < 3; i++) await click();
    await pass(world, 2 * minute, 1000);
    await click();
    expect(statesOf(world)).toEqual(["starting", "trial", "kept"]);
    expect(world.told("/kv6003/sensor/ding").filter(({ event }) => event === "press")).toHaveLength(presses);
  });

  it("leaves a password as it is that is not UTF-8", async () => {
    const world = await boot();
    const text = JSON.stringify({ ...whole, console: { password: "caf\xe9" } });
    world.board.flash.put("ding.json", text);
    await powerCut(world);
    await pass(world, 2000);
    await change(world, { health: 20_000 });
    await pass(world, 2 * minute, 1000);
    expect(world.board.flash.read("ding.json")).toContain('"password":"caf\xe9"');
  });

  it("is as good on top of what Storage.writeJSON wrote, and where there was no file", async () => {
    const world = await boot();
    world.board.flash.put("ding.json", '{node:"hall",wifi:{ssid:"virtual"},mqtt:{host:"broker",key:"a key of 18 bytes."},sensors:[]}');
    await powerCut(world);
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
    await powerCut(world);
    await pass(world, 2000);
    expect(configStateOf(world)).toEqual(expected);
    expect(statesOf(world)).toEqual(["starting", "failed", "failed"]);
    expect(troubles(world)).toEqual([]);
  });

  it.each([
    ["is reset", type("E.reboot()\n")],
    ["loses power", powerCut],
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
    await powerCut(world);
    await pass(world, 2000);
    expect(world.board.flash.read("ding.ha")).toBeDefined();
  });

  it("and the next change is tried all the same", async () => {
    const world = await boot();
    await change(world, { mqtt: { host: "nowhere" } });
    await pass(world, 6 * minute, 1000);
    await change(world, { health: 20_000 });
    await pass(world, 2 * minute, 1000);
    expect(statesOf(world)).toEqual(["starting", "failed", "starting", "trial", "kept"]);
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
