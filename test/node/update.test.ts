/** Update over MQTT: the built node takes a new version from the broker, tries it, and keeps it or goes back. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import {
  announcementOf,
  boot,
  clickOn,
  controlTopic,
  nodeOf,
  pass,
  pieceAt,
  sendPiece,
  send,
  signed,
  starts,
  stateOf,
  switchTo,
  troubles,
  updateTopic,
} from "./updates.ts";

beforeAll(...buildFirst);

const minute = 60_000;
const sensor = "/kv6003/sensor/ding";
const error = "/kv6003/error/hall";

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
      await clickOn(world);
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
    expect(world.lines.at(-1)).toBe("command refused: neither an update nor a configuration");
    expect(world.told(updateTopic).every(({ state }) => state === "current")).toBe(true);
    expect(world.board.flash.read("ding2.js")).toBeUndefined();
    const reasons = world.told(error).map((told) => told["error"]);
    expect(reasons).toEqual([...bad.map(() => "no valid signature"), "neither an update nor a configuration"]);
  });

  it("everything, without a key", async () => {
    const world = await boot({});
    world.publish(controlTopic, JSON.stringify(announcementOf("x", "1.1.0")));
    sendPiece(world, "0\nx");
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
    sendPiece(world, pieceAt(file, 0));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "receiving", offset: 2048, size: file.length });
    world.publish(controlTopic, signed({ update: "" }));
    await pass(world, 200);
    expect(stateOf(world)).toMatchObject({ state: "current" });
    sendPiece(world, pieceAt(file, 2048));
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
      sendPiece(world, piece);
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
