/** The update tool and the built node on the virtual ESP32, whose clock moves while the tool is at work. */
import { beforeAll, expect, it } from "vitest";
import { press, release } from "../../../board/shared/index.ts";
import { newVersion } from "../../../src/tools/update/new-version.ts";
import { Nodes } from "../../../src/tools/update/nodes.ts";
import { updateNodes } from "../../../src/tools/update/update-nodes.ts";
import { usualPatience } from "../../../src/tools/update/update-node.ts";
import type { Desk } from "../../node/desk.ts";
import { key, nodeOf } from "../../node/updates.ts";
import { buildFirst } from "../../support/dist.ts";
import { progressInto } from "../../support/said-progress.ts";
import { onlineDesk, untilEnded } from "../desk-with-broker.ts";

beforeAll(...buildFirst);

/** Sends a version, and lets time pass for the node until the tool has ended. Returns what the tool said, and what it failed with. */
async function update(
  world: Awaited<ReturnType<typeof onlineDesk>>,
  version: string,
  file: string,
  meanwhile: () => void = () => undefined,
): Promise<string[]> {
  const said: string[] = [];
  const nodes = await Nodes.at(world.address, { base: "/kv6003", node: "hall", key, timeout: 10_000, reconnectEvery: 100 });
  const progress = { ...progressInto(said), bar: () => ({ add: meanwhile, end: () => undefined }) };
  // The node's seconds pass faster than the tool's: whatever the tool does not hear at once, it waits for.
  const wanted = { only: "hall", version: newVersion({ version, node: file }), force: false, patience: { ...usualPatience, gathering: 500 }, progress };
  const failure = await untilEnded(world, updateNodes(nodes, wanted));
  await nodes.end();
  return failure ? [...said, failure] : said;
}

const runs = ({ lines }: Desk): string | undefined => lines.findLast((line) => /^ding \d.*boot/.test(line));

it("brings the node to a new version, and presses are taken all along", { timeout: 120_000 }, async () => {
  const world = await onlineDesk();
  let pieces = 0;
  let presses = 0;
  const said = await update(world, "1.1.0", await nodeOf("1.1.0"), () => {
    if (pieces % 10 === 5) release(world.board);
    if (pieces++ % 10 > 0) return;
    press(world.board);
    presses++;
  });
  expect(said).toEqual(["hall: has 1.1.0, and restarts into it", "hall: runs 1.1.0, on trial for a minute", "hall: runs 1.1.0"]);
  expect(runs(world)).toMatch(/^ding 1\.1\.0: hall, boot 2;/);
  expect(presses).toBeGreaterThan(1);
  const told = world.told("/kv6003/sensor/ding").map(({ boot, seq, event }) => [boot, seq, event]);
  expect(told).toEqual(Array.from({ length: presses }, (_, i) => [1, i + 1, "press"]));
  expect(await update(world, "1.1.0", await nodeOf("1.1.0"))).toEqual(["hall: runs 1.1.0 already"]);
  expect(await update(world, "1.0.9", await nodeOf("1.0.9"))).toEqual(["hall refuses 1.0.9: it is older than 1.1.0, which runs: force is needed"]);
});

it("tells why the node went back, where the new version crashes", { timeout: 120_000 }, async () => {
  const world = await onlineDesk();
  const file = "//1.1.0\nE.reboot();";
  const said = await update(world, "1.1.0", file);
  expect(said.at(-1)).toMatch(/^hall went back to 1\.0\.0: it crashed/);
  expect(runs(world)).toMatch(/^ding 1\.0\.0: hall/);
});
