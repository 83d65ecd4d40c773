/** The update tool and the built node on the virtual ESP32, whose clock moves while the tool is at work. */
import { createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { press, release } from "../../../board/shared/index.ts";
import { newVersion } from "../../../src/tools/update/new-version.ts";
import { Nodes } from "../../../src/tools/update/nodes.ts";
import { updateNodes } from "../../../src/tools/update/update-nodes.ts";
import { usualPatience } from "../../../src/tools/update/update-node.ts";
import { desk, type Desk } from "../../node/desk.ts";
import { key, nodeOf, withKey } from "../../node/updates.ts";
import { buildFirst } from "../../support/dist.ts";
import { progressInto } from "../../support/said-progress.ts";

beforeAll(...buildFirst);

/** A node that is online, and the address by which programs reach its broker. */
async function online(): Promise<Desk & { address: { host: string; port: number } }> {
  const world = await desk(withKey);
  const server = createServer((socket) => world.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  await world.board.powerOn();
  await world.clock.advance(2000);
  return { ...world, address: { host: "127.0.0.1", port: address.port } };
}

/** Sends a version, and lets time pass for the node until the tool has ended. Returns what the tool said, and what it failed with. */
async function update(world: Awaited<ReturnType<typeof online>>, version: string, file: string, meanwhile: () => void = () => undefined): Promise<string[]> {
  const said: string[] = [];
  const nodes = await Nodes.at(world.address, { base: "/kv6003", node: "hall", key, timeout: 10_000, reconnectEvery: 100 });
  const progress = { ...progressInto(said), bar: () => ({ add: meanwhile, end: () => undefined }) };
  // The node's seconds pass faster than the tool's: whatever the tool does not hear at once, it waits for.
  const wanted = { only: "hall", version: newVersion({ version, node: file }), force: false, patience: { ...usualPatience, gathering: 500 }, progress };
  const ended = new AbortController();
  const done = updateNodes(nodes, wanted)
    .catch((error: unknown) => said.push(error instanceof Error ? error.message : String(error)))
    .finally(() => ended.abort());
  while (!ended.signal.aborted) {
    await world.clock.advance(20);
    await nextTurn();
  }
  await done;
  await nodes.end();
  return said;
}

const runs = ({ lines }: Desk): string | undefined => lines.findLast((line) => /^ding \d.*boot/.test(line));

it("brings the node to a new version, and presses are taken all along", { timeout: 120_000 }, async () => {
  const world = await online();
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
  const world = await online();
  const file = "//1.1.0\nE.reboot();";
  const said = await update(world, "1.1.0", file);
  expect(said.at(-1)).toMatch(/^hall went back to 1\.0\.0: it crashed/);
  expect(runs(world)).toMatch(/^ding 1\.0\.0: hall/);
});
