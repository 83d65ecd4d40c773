/** The built node that helps itself: it restarts when it cannot get online, loses no press by it, and is not taken for one that crashes. */
import { beforeAll, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";

const minute = 60_000;
const health = "/kv6003/health/hall";
const sensor = "/kv6003/sensor/ding";

beforeAll(...buildFirst);

async function pass({ clock }: Desk, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1000) await clock.advance(1000);
}

async function click({ board, clock }: Desk): Promise<void> {
  press(board);
  await clock.advance(200);
  release(board);
  await clock.advance(200);
}

it("restarts after 15 min without MQTT, then after 30 and 60; says so in health; presses of all these boots arrive in order", async () => {
  const world = await desk();
  const boots: number[] = [];
  let at = 0;
  world.board.onLine((line) => {
    if (/^ding 1\.0\.0: hall, boot/.test(line)) boots.push(at);
  });
  world.board.cutWifi();
  await world.board.powerOn();
  for (; at < 110; at++) {
    await click(world);
    await pass(world, minute - 400);
  }
  expect(boots).toEqual([0, 14, 44, 104]); // in the 15th minute, and so on
  expect(world.lines.filter((line) => /restarting/.test(line))).toEqual([15, 30, 60].map((min) => `ding restarting: offline for ${min} min`));
  expect(world.lines.filter((line) => /SAFE MODE|Uncaught/.test(line))).toEqual([]);
  world.board.restoreWifi();
  await pass(world, 2 * minute);
  expect(world.told(health).at(0)).toMatchObject({ boot: 4, restart: "offline for long", restarts: 3, dropped: 0 });
  const ids = world.told(sensor).map(({ boot, seq }) => Number(boot) * 1000 + Number(seq));
  expect(ids).toHaveLength(110);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));

  // Online again: the next row begins with 15 min.
  world.board.cutWifi();
  await pass(world, 16 * minute);
  expect(world.lines.at(-1)).not.toMatch(/30 min/);
  expect(world.lines.filter((line) => /offline for 15 min/.test(line))).toHaveLength(2);
});

it("does not with recovery.restart 0, and not where no network is configured", async () => {
  for (const ding of [{ recovery: { restart: 0 } }, { wifi: { ssid: "" } }]) {
    const world = await desk(ding);
    world.board.cutWifi();
    await world.board.powerOn();
    await pass(world, 60 * minute);
    expect(world.lines.filter((line) => /restarting|boot 2/.test(line))).toEqual([]);
  }
});

it("keeps presses of a node without Wi-Fi settings until it has some", async () => {
  const world = await desk({ wifi: { ssid: "" } });
  await world.board.powerOn();
  await pass(world, 2000);
  for (let i = 0; i < 3; i++) await click(world);
  await world.board.powerOff();
  world.board.put("ding.json", JSON.stringify({ node: "hall", wifi: { ssid: "virtual" }, mqtt: { host: "broker" }, sensors: [] }));
  await world.board.powerOn();
  await pass(world, 5000);
  expect(world.told(sensor).map(({ boot, seq }) => [boot, seq])).toEqual([1, 2, 3].map((seq) => [1, seq]));
});

it("keeps presses in safe mode, for the boot that sends them", async () => {
  const world = await desk();
  // Three boots that hung within a minute.
  world.board.put("ding.b0", "000000001pbbb".padEnd(1024, "\xff"));
  world.board.put(".boot2", "peek32=function(){return 12}"); // a reset by a program
  await world.board.powerOn();
  await pass(world, 2000);
  expect(world.lines.join("\n")).toContain("SAFE MODE");
  for (let i = 0; i < 3; i++) await click(world);
  await pass(world, 11 * minute);
  expect(world.told(sensor).map(({ boot, seq }) => [boot, seq])).toEqual([1, 2, 3].map((seq) => [5, seq]));
  expect(world.lines.filter((line) => /Uncaught/.test(line))).toEqual([]);
});

it("gives a press in safe mode the moment at which it happened, and the time for which it was held", async () => {
  const world = await desk({ button: { events: ["press", "release"] } });
  world.board.put("ding.b0", "000000001pbbb".padEnd(1024, "\xff"));
  world.board.put(".boot2", "peek32=function(){return 12}"); // a reset by a program
  await world.board.powerOn();
  await pass(world, 5 * minute);
  press(world.board);
  await pass(world, 40_000);
  release(world.board);
  await pass(world, 11 * minute);
  const [pressed, released] = world.told(sensor);
  expect(Number(pressed?.["up"])).toBeGreaterThan(5 * minute - 1000);
  expect(Number(released?.["held"])).toBeGreaterThan(39_000);
});

it("gives the LED back its last state, and tells it", async () => {
  const world = await desk({ led: { restore: "last" } });
  await world.board.powerOn();
  await pass(world, 3000);
  world.publish("/kv6003/control/led", '{"state":"on","brightness":0.25}');
  await pass(world, 15_000);
  await world.board.powerOff();
  await world.board.powerOn();
  expect(world.board.level("D2")).toBeGreaterThan(0);
  await pass(world, 3000);
  expect(world.told("/kv6003/state/hall/led").at(-1)).toEqual({ state: "on", brightness: 0.25 });
});
