/** Update over MQTT: the built node takes a new version from the broker, tries it, and keeps it or goes back. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { dingFor, flashed, lineLike, Listener, startBroker, until } from "./node.ts";
import { haste, updateDeaths } from "./update-deaths.ts";
import {
  announcementOf,
  controlTopic,
  key,
  nodeOf,
  pass,
  pieceAt,
  pieceSize,
  pieceTopic,
  send,
  signed,
  stateOf,
  updateTopic,
  withKey,
  type UpdateState,
} from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;
const sensor = "/kv6003/sensor/ding";
const error = "/kv6003/error/hall";

async function boot(ding: object = withKey): Promise<Desk> {
  const world = await desk(ding, undefined, undefined, { hangLimit: 2000 });
  await world.board.powerOn();
  await pass(world, 2000);
  return world;
}

/** Sends a version, and lets the node restart into it. */
async function switchTo(world: Desk, file: string, version: string): Promise<void> {
  expect(await send(world, file, announcementOf(file, version))).toMatchObject({ state: "starting", to: version });
  await pass(world, 2500);
}

const starts = ({ lines }: Desk): string[] => lines.flatMap((line) => /^ding (\d\.\d\.\d): hall/.exec(line)?.[1] ?? []);
const troubles = ({ lines }: Desk): string[] => lines.filter((line) => /Uncaught|SAFE MODE/.test(line));

describe("a new version", () => {
  it("arrives, runs on trial, and stays", async () => {
    const world = await boot();
    expect(stateOf(world)).toEqual({ node: "hall", version: "1.0.0", state: "current" });
    await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
    await pass(world, 2000);
    expect(stateOf(world)).toEqual({ node: "hall", version: "1.1.0", state: "trial", from: "1.0.0" });
    await pass(world, minute, 1000);
    expect(stateOf(world)).toEqual({ node: "hall", version: "1.1.0", state: "current", from: "1.0.0" });
    await world.board.powerOff();
    await world.board.powerOn();
    await pass(world, 2000);
    expect(stateOf(world)).toEqual({ node: "hall", version: "1.1.0", state: "current" });
    expect(starts(world)).toEqual(["1.0.0", "1.1.0", "1.1.0"]);
    expect(troubles(world)).toEqual([]);
  });

  it("is followed by another, which takes the first slot, and a way back needs force", async () => {
    const world = await boot();
    const first = await nodeOf("1.1.0");
    const second = await nodeOf("1.2.0");
    await switchTo(world, first, "1.1.0");
    await pass(world, 2 * minute, 1000);
    await switchTo(world, second, "1.2.0");
    await pass(world, 2 * minute, 1000);
    expect(stateOf(world)).toMatchObject({ version: "1.2.0", state: "current", from: "1.1.0" });
    const reason = "it is older than 1.2.0, which runs: force is needed";
    expect(await send(world, first, announcementOf(first, "1.1.0"))).toMatchObject({ state: "failed", to: "1.1.0", reason });
    // It is still in the other slot: no piece is asked for.
    expect(await send(world, first, announcementOf(first, "1.1.0", { force: true }))).toMatchObject({ state: "starting", to: "1.1.0" });
    await pass(world, 2 * minute, 1000);
    expect(stateOf(world)).toMatchObject({ version: "1.1.0", state: "current", from: "1.2.0" });
    expect(troubles(world)).toEqual([]);
  });

  it("costs no press, from the announcement to the confirmation", async () => {
    const world = await boot();
    const file = await nodeOf("1.1.0");
    let presses = 0;
    const sent: unknown[] = [];
    const sending = send(world, file, announcementOf(file, "1.1.0")).then((last) => sent.push(last));
    const isPending = (): boolean => sent.length === 0;
    const click = async (): Promise<void> => {
      presses++;
      press(world.board);
      await pass(world, 200);
      release(world.board);
      await pass(world, 200);
    };
    while (isPending()) await click();
    await sending;
    // The restart comes 2 s later: there is no press while the chip starts.
    for (let i = 0; i < 4; i++) await click();
    await pass(world, 2000);
    for (let i = 0; i < 4; i++) await click();
    await pass(world, 2 * minute, 1000);
    expect(starts(world)).toEqual(["1.0.0", "1.1.0"]);
    expect(world.told(sensor)).toHaveLength(presses);
    expect(presses).toBeGreaterThan(10);
  });
});

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

describe("is refused, with the reason", () => {
  it.each([
    ["an older version", "0.9.9", {}, "it is older than 1.0.0, which runs: force is needed"],
    ["the same version with other bytes", "1.0.0", {}, "1.0.0 runs already, with other bytes: force is needed"],
    ["one for a later Espruino", "1.1.0", { espruino: "2v30" }, "it is for Espruino 2v30, this board has 2v29"],
    ["one over the budget", "1.1.0", { size: 65_537 }, "it has 65537 bytes, of 65536 at most"],
    ["one of no bytes", "1.1.0", { size: 0 }, "it has 0 bytes, of 65536 at most"],
  ])("%s", async (_what, version, more, reason) => {
    const world = await boot();
    const before = world.board.flash.names();
    expect(await send(world, "x".repeat(100), announcementOf("x".repeat(100), version, more))).toMatchObject({ state: "failed", to: version, reason });
    expect(world.board.flash.names()).toEqual(before);
  });

  it("one for which Storage has no room", async () => {
    const world = await boot();
    world.board.flash.put("other", "x".repeat(world.board.flash.free() - 60_000));
    const file = await nodeOf("1.1.0");
    const last = await send(world, file, announcementOf(file, "1.1.0"));
    expect(last).toMatchObject({ state: "failed" });
    expect(last?.reason).toMatch(/^Storage has \d+ bytes free, and \d+ are needed: flash the node by cable once$/);
    expect(world.lines.filter((line) => line.startsWith("Compacting"))).toEqual([]);
  });

  it("one while the one before is on trial", async () => {
    const world = await boot();
    await switchTo(world, await nodeOf("1.1.0"), "1.1.0");
    await pass(world, 2000);
    const same = await nodeOf("1.1.0");
    expect(await send(world, same, announcementOf(same, "1.1.0"))).toMatchObject({ version: "1.1.0", state: "trial" });
    const file = await nodeOf("1.2.0");
    expect(await send(world, file, announcementOf(file, "1.2.0"))).toMatchObject({ state: "failed", reason: "the update before it is still on trial" });
    await pass(world, 2 * minute, 1000);
    expect(stateOf(world)).toMatchObject({ version: "1.1.0", state: "current" });
  });

  it("what is not signed, or was sent before, on the error topic", async () => {
    const world = await boot();
    const announced = announcementOf("x", "1.1.0");
    const used = signed({ update: "" });
    world.publish(controlTopic, used);
    await pass(world, 200);
    const bad = [JSON.stringify(announced), used, signed(announced).replace("1.1.0", "1.1.1"), signed(announced).replace(/mac":"..../, 'mac":"AAAA')];
    for (const one of bad) world.publish(controlTopic, one);
    await pass(world, 200);
    expect(world.lines.filter((line) => line === "command refused: no valid signature")).toHaveLength(bad.length);
    world.publish(controlTopic, signed({ state: "on" }));
    await pass(world, 200);
    expect(world.lines.at(-1)).toBe("command refused: not an announcement of an update");
    expect(world.told(updateTopic).every(({ state }) => state === "current")).toBe(true);
    expect(world.board.flash.read("ding2.js")).toBeUndefined();
    expect(world.told(error)).toEqual([]);
  });

  it("everything, without a key", async () => {
    const world = await boot({});
    world.publish(controlTopic, JSON.stringify(announcementOf("x", "1.1.0")));
    world.publish(pieceTopic, "0\nx");
    await pass(world, 200);
    expect(world.told(updateTopic)).toEqual([]);
    expect(world.board.flash.read("ding2.js")).toBeUndefined();
  });
});

describe("an update that is under way", () => {
  it("is current at once where these bytes run already", async () => {
    const world = await boot();
    const file = await nodeOf("1.0.0");
    expect(await send(world, file, announcementOf(file, "1.0.0"))).toEqual({ node: "hall", version: "1.0.0", state: "current" });
  });

  it("is ended by an announcement of nothing, and goes on where it was", async () => {
    const world = await boot();
    const file = await nodeOf("1.1.0");
    world.publish(controlTopic, signed(announcementOf(file, "1.1.0")));
    await pass(world, 200);
    world.publish(pieceTopic, pieceAt(file, 0));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "receiving", offset: 2048, size: file.length });
    world.publish(controlTopic, signed({ update: "" }));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "current" });
    world.publish(pieceTopic, pieceAt(file, 2048));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "current" });
    world.publish(controlTopic, signed(announcementOf(file, "1.1.0")));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "receiving", offset: 2048 });
  });

  it("takes pieces of any length up to 2048 bytes, in order, and no others", async () => {
    const world = await boot();
    const file = await nodeOf("1.1.0");
    world.publish(controlTopic, signed(announcementOf(file, "1.1.0")));
    await pass(world, 200);
    const offsets: unknown[] = [];
    for (const piece of [
      pieceAt(file, 0, 1),
      pieceAt(file, 0, 1),
      pieceAt(file, 1, 2049),
      pieceAt(file, 1, 2048),
      pieceAt(file, 5000),
      "2049\n",
      "2049",
      "",
      "x\nx",
    ]) {
      world.publish(pieceTopic, piece);
      await pass(world, 200);
      offsets.push(stateOf(world)?.offset);
    }
    expect(offsets).toEqual([1, 1, 1, 2049, 2049, 2049, 2049, 2049, 2049]);
  });

  it("fails when what arrived is not what was announced, and can be sent again", async () => {
    const world = await boot();
    const file = await nodeOf("1.1.0");
    const announced = announcementOf(file, "1.1.0");
    const wrong = (offset: number): string => (offset === 4096 ? pieceAt(file, offset).replace("a", "b") : pieceAt(file, offset));
    const reason = "the SHA-256 of what arrived is not the announced one";
    expect(await send(world, file, announced, wrong)).toMatchObject({ version: "1.0.0", state: "failed", to: "1.1.0", reason });
    await pass(world, minute, 1000);
    expect(starts(world)).toEqual(["1.0.0"]);
    await switchTo(world, file, "1.1.0");
    expect(starts(world)).toEqual(["1.0.0", "1.1.0"]);
  });
});

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("arrives, although the node is killed at two random moments", { timeout: 180_000 }, async () => {
    expect(await updateDeaths(espruino ?? "", 2, 4)).toMatchObject({ versions: 1 });
  });

  it("takes no more than 150 JsVars between two pieces", { timeout: 120_000 }, async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(() => new LinuxEspruino(espruino), { ...ding, mqtt: { ...ding.mqtt, key }, sntp: "" });
    board.put(".boot2", `${haste}setInterval(function(){print("JsVars "+process.memory().usage)},100);`);
    const readings: number[] = [];
    board.onLine((line) => {
      const used = /^JsVars (\d+)$/.exec(line)?.[1];
      if (used !== undefined) readings.push(Number(used));
    });
    /** The least of the next readings: what is in work now and then does not count. */
    const used = async (): Promise<number> => {
      const from = readings.length;
      await until(
        () => readings[from + 20],
        () => "readings of the memory",
      );
      return Math.min(...readings.slice(from));
    };
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected/);
    await used(); // the boot guard's part goes after a minute
    await used();
    const idle = await used();
    const file = await nodeOf("1.1.0");
    await listener.say(controlTopic, signed(announcementOf(file, "1.1.0")));
    const transfer = readings.length;
    for (let offset = 0; offset < 10 * pieceSize; offset += pieceSize) {
      await listener.next(updateTopic, (told) => (told as UpdateState).offset === offset);
      await listener.say(pieceTopic, pieceAt(file, offset));
    }
    await listener.next(updateTopic, (told) => (told as UpdateState).offset === 10 * pieceSize);
    const most = Math.max(...readings.slice(transfer));
    const underWay = await used();
    console.log(`JsVars while an update is under way: ${underWay - idle} more than idle; the most that was seen while pieces came: ${most - idle}`);
    expect(underWay - idle).toBeLessThanOrEqual(150);
  });
});
