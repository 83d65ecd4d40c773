/**
 * A change of the configuration on the virtual board in which the power is cut at one operation on flash; then the power comes back.
 * The node must start with the old configuration or the new one, and take the same change afterwards, if it has not kept it.
 */
import { expect } from "vitest";
import type { Cut, Flash, FlashOperation } from "../../board/virtual/index.ts";
import { change, configStateOf, dingOf } from "./changes.ts";
import { desk } from "./desk.ts";
import { watchFlash } from "./power-cuts.ts";
import { pass, withKey } from "./updates.ts";

const trialTime = 65_000; // ms
const wanted = { health: 20_000, sensors: [{ name: "wärme", kind: "analog", pin: "D34" }] };

/** The change's operations on flash, as far as they came before the cut. */
export async function changeWithCut(flash: Flash, cut: Cut | undefined, where: string): Promise<readonly FlashOperation[]> {
  const world = await desk(withKey, flash);
  const { board, lines, end } = world;
  await board.powerOn();
  await pass(world, 2000);
  const old = dingOf(world);
  const operations = watchFlash(flash, cut);
  await change(world, wanted);
  await pass(world, 3000);
  await pass(world, trialTime, 1000);
  flash.power.cut = undefined;
  const expected = { ...(old as object), ...wanted };
  if (cut) {
    expect(flash.power.isOff, where).toBe(true);
    await board.powerOff();
    lines.length = 0;
    await board.powerOn();
    await pass(world, 3000);
    expect(lines, where).toContain("mqtt: connected as hall");
    expect([old, expected], where).toContainEqual(dingOf(world));
    await pass(world, trialTime, 1000);
    if (configStateOf(world)?.state !== "kept") await change(world, wanted);
    await pass(world, 3000);
    await pass(world, trialTime, 1000);
  }
  expect(dingOf(world), where).toEqual(expected);
  expect(flash.read("ding.try"), where).toBeUndefined();
  expect(
    lines.filter((line) => /Uncaught|SAFE MODE|cannot count|config:.*(using|must)/.test(line)),
    where,
  ).toEqual([]);
  await end();
  return operations;
}
