/** Update over MQTT: the built node takes a new version from the broker, tries it, and keeps it or goes back. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { Flash } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { announcementOf, nodeOf, pass, send, stateOf, updateTopic, withKey } from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;

async function boot(flash = new Flash(), ding: object = withKey): Promise<Desk> {
  const world = await desk(ding, flash);
  await world.board.powerOn();
  await pass(world, 2000);
  return world;
}

it("a new version arrives, runs on trial, and stays", async () => {
  const world = await boot();
  expect(stateOf(world)).toEqual({ node: "hall", version: "1.0.0", state: "current" });
  const file = await nodeOf("1.1.0");
  expect(await send(world, file, announcementOf(file, "1.1.0"))).toMatchObject({ state: "starting", to: "1.1.0", version: "1.0.0" });
  await pass(world, 5000);
  expect(stateOf(world)).toEqual({ node: "hall", version: "1.1.0", state: "trial", from: "1.0.0" });
  expect(world.lines).toContain("ding 1.1.0: hall, boot 2; ding.help()");
  await pass(world, minute, 1000);
  expect(stateOf(world)).toEqual({ node: "hall", version: "1.1.0", state: "current", from: "1.0.0" });
  expect(world.lines.filter((line) => /Uncaught|SAFE/.test(line))).toEqual([]);
});
