/** Bluetooth, which the node does not use, is switched off for good, and no power cut on the way takes the node away. */
import { beforeAll, describe, expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { boardWith, flash, littleNode, nodeWith } from "./flash-fixture.ts";

let node: BuiltNode;
beforeAll(async () => {
  node = await nodeWith(littleNode("1.0.0", 1_000));
}, 60_000);

const said = "Switching Bluetooth off for good: the node does not use it, and it takes a third of the memory (--keep-bluetooth leaves it on)";
const up = "Node:    hall, version 1.0.0, is up";

async function board(): Promise<VirtualEsp32> {
  const made = boardWith(() => new VirtualEsp32());
  await made.powerOn();
  return made;
}

describe("flashing", () => {
  it("switches Bluetooth off on a bare board, and the node is up", async () => {
    const bare = await board();
    const lines = await flash(bare, node);
    expect(lines).toEqual(expect.arrayContaining([said, up]));
    expect(bare.flash.settings.bluetooth).toBe(false);
    expect(await flash(bare, node, { options: { node: "cellar" } })).not.toContain(said);
  });

  it("switches it off where the node is there already, and leaves that in place", async () => {
    const old = await board();
    await flash(old, node, { options: { keepBluetooth: true } });
    expect(old.flash.settings.bluetooth).toBe(true);
    expect(await flash(old, node)).toEqual(expect.arrayContaining([said, up]));
    expect(old.flash.settings.bluetooth).toBe(false);
    expect(old.flash.read(".bootcde")).toBe(node.release.boot);
  });

  it.each([
    ["--keep-bluetooth", { keepBluetooth: true }],
    ["--only-config", { onlyConfig: true, node: "cellar" }],
    ["--dry-run", { dryRun: true }],
  ])("leaves it on with %s", async (_option, options) => {
    const made = await board();
    await flash(made, node, { options: { keepBluetooth: true } });
    const lines = await flash(made, node, { options });
    expect(lines).not.toContain(said);
    expect(made.flash.settings.bluetooth).toBe(true);
    if ("dryRun" in options) expect(lines).toContain("Would switch Bluetooth off for good");
  });

  it("leaves it on where its console was asked for", async () => {
    const made = boardWith(() => new VirtualEsp32(), { "ding.json": '{"console":{"remote":true}}' });
    await made.powerOn();
    expect(await flash(made, node)).not.toContain(said);
    expect(made.flash.settings.bluetooth).toBe(true);
  });
});
