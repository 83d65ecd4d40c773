/**
 * An update on the virtual board in which the power is cut at one operation on flash; then the power comes back and the update is
 * announced again. The old version or the new one must run, and the new one must arrive.
 */
import { expect } from "vitest";
import type { Cut, Flash, FlashOperation } from "../../board/virtual/index.ts";
import { desk } from "./desk.ts";
import { watchFlash } from "./power-cuts.ts";
import { announcementOf, nodeOf, pass, send, stateOf, withKey } from "./updates.ts";

/** Of what updates to: a trial that lasts until it is confirmed. */
const trialTime = 65_000; // ms

/** The update's operations on flash, as far as they came before the cut. */
export async function updateWithCut(flash: Flash, cut: Cut | undefined, where: string): Promise<readonly FlashOperation[]> {
  const world = await desk(withKey, flash);
  const { board, lines, end } = world;
  const file = await nodeOf("1.1.0");
  const announced = announcementOf(file, "1.1.0");
  await board.powerOn();
  await pass(world, 2000);
  const operations = watchFlash(flash, cut);
  await send(world, file, announced);
  await pass(world, 3000);
  await pass(world, trialTime, 1000);
  flash.power.cut = undefined;
  if (cut) {
    expect(flash.power.isOff, where).toBe(true);
    await board.powerOff();
    lines.length = 0;
    await board.powerOn();
    await pass(world, 3000);
    expect(lines.filter((line) => /^ding 1\.[01]\.0: hall/.test(line)).length, `${where}: starts`).toBe(1);
    expect(lines, where).toContain("mqtt: connected as hall");
    const last = await send(world, file, announced);
    expect(["starting", "trial", "current"], `${where}: ${JSON.stringify(last)}`).toContain(last?.state);
    await pass(world, 3000);
    await pass(world, trialTime, 1000);
  }
  expect(stateOf(world), where).toMatchObject({ version: "1.1.0", state: "current" });
  expect(
    lines.filter((line) => /Uncaught|SAFE MODE|cannot count/.test(line)),
    where,
  ).toEqual([]);
  await end();
  return operations;
}
