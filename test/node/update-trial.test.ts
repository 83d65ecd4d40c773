/** The trial of a new version: it goes back when that version is at fault, and never because of a power cut or a broker that is away. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import { boot, nodeOf, pass, starts, stateOf, switchTo, troubles } from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;

describe("goes back to the version before, and says why, when the new one", () => {
  const reason = "it crashed, hung or was reset before it had been online for a minute";

  it.each([
    ["throws at its start", '//1.1.0\nexports.start=function(){throw new Error("all wrong")}'],
    ["cannot be read", "//1.1.0\nexports.start=function({"],
    ["has no start", "//1.1.0\nexports.safeMode=function(){}"],
    ["hangs", "//1.1.0\nexports.start=function(){while(true);}"],
    ["does nothing", "//1.1.0\nexports.start=function(){}"],
    ["resets the chip", "//1.1.0\nexports.start=function(){setTimeout(function(){E.reboot()},30000)}"],
  ])("%s", async (_what, file) => {
    const world = await boot();
    await switchTo(world, file, "1.1.0");
    await pass(world, 3 * minute, 1000);
    const expected = { node: "hall", version: "1.0.0", state: "failed", to: "1.1.0", reason };
    expect(stateOf(world)).toEqual(expected);
    await world.board.powerOff();
    await world.board.powerOn();
    await pass(world, 2000);
    expect(stateOf(world)).toEqual(expected);
    expect(starts(world)).toEqual(["1.0.0", "1.0.0", "1.0.0"]);
    expect(world.lines.filter((line) => line.startsWith("SAFE MODE"))).toEqual([]);
  });

  it("does not get online, while the old one does", async () => {
    const world = await boot();
    const file = (await nodeOf("1.1.0")).replaceAll('("MQTT")', '("MTTQ")');
    await switchTo(world, file, "1.1.0");
    await pass(world, 4.5 * minute, 1000);
    expect(starts(world)).toEqual(["1.0.0", "1.1.0"]);
    await pass(world, minute, 1000);
    expect(starts(world)).toEqual(["1.0.0", "1.1.0", "1.0.0"]);
    expect(stateOf(world)).toMatchObject({ version: "1.0.0", state: "trial", to: "1.1.0" });
    await pass(world, minute, 1000);
    expect(stateOf(world)).toEqual({ node: "hall", version: "1.0.0", state: "failed", to: "1.1.0", reason: "it did not get online within 5 minutes" });
    await pass(world, 10 * minute, 1000);
    expect(starts(world)).toHaveLength(3);
  });
});

describe("nothing is given up", () => {
  it("while the broker is away for both versions", async () => {
    const world = await boot();
    await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
    world.board.cutWifi();
    await pass(world, 21 * minute, 1000);
    expect(starts(world)).toEqual(["1.0.0", "1.1.0", "1.0.0", "1.1.0", "1.0.0", "1.1.0"]);
    world.board.restoreWifi();
    await pass(world, 3 * minute, 1000);
    expect(stateOf(world)).toMatchObject({ version: "1.1.0", state: "current", from: "1.0.0" });
    expect(troubles(world)).toEqual([]);
  });

  it("by power cuts within the first minute, however many", async () => {
    const world = await boot();
    await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
    for (let i = 0; i < 10; i++) {
      await pass(world, 5000, 1000);
      await world.board.powerOff();
      await world.board.powerOn();
    }
    await pass(world, 2 * minute, 1000);
    expect(stateOf(world)).toMatchObject({ version: "1.1.0", state: "current" });
  });
});
