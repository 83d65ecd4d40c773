/** The configuring tool and the built node on the virtual ESP32, whose clock moves while the tool is at work. */
import { beforeAll, expect, it } from "vitest";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import { ConfigurableNode } from "../../../src/tools/configure/configurable-node.ts";
import { configureNode, usualPatience } from "../../../src/tools/configure/configure-node.ts";
import { destinationOf } from "../../../src/tools/configure/destination.ts";
import { key } from "../../node/updates.ts";
import { buildFirst } from "../../support/dist.ts";
import { progressInto } from "../../support/said-progress.ts";
import { onlineDesk, untilEnded } from "../desk-with-broker.ts";

beforeAll(...buildFirst);

const kept = ["hall: restarts with it", "hall: online with it, on trial for a minute", "hall: keeps it"];
const base = "/kv6003";

/** Sends a change to the node of this name. Returns what the tool said, and what it failed with. */
async function configure(world: Awaited<ReturnType<typeof onlineDesk>>, change: JsonObject, name = "hall"): Promise<string[]> {
  const said: string[] = [];
  const destination = destinationOf(change, { node: name, base }, base);
  const node = await ConfigurableNode.at(world.address, { name, base, key, newTopic: destination.topic, timeout: 10_000, reconnectEvery: 100 });
  const failure = await untilEnded(world, configureNode(node, { change, destination, patience: usualPatience, progress: progressInto(said) }));
  await node.end();
  return failure ? [...said, failure] : said;
}

it("changes the node's configuration, and is told what the node refuses", { timeout: 120_000 }, async () => {
  const world = await onlineDesk();
  expect(await configure(world, { health: 5000, sensors: null })).toEqual(kept);
  expect(JSON.parse(world.board.flash.read("ding.json") ?? "")).toMatchObject({ health: 5000 });
  expect(await configure(world, { health: 1 })).toEqual(["hall refuses the change: health must be 1000..86400000, got 1"]);
  expect(await configure(world, { mqtt: { host: null } })).toEqual(["hall refuses the change: wifi.ssid or mqtt.host would be missing"]);
});

it("hears a node under its new name", { timeout: 120_000 }, async () => {
  const world = await onlineDesk();
  expect(await configure(world, { node: "cellar" })).toEqual(kept);
  expect(await configure(world, { node: null }, "cellar")).toEqual(kept.map((line) => line.replace("hall", "cellar")));
});

it("tells why the node went back to its old broker", { timeout: 120_000 }, async () => {
  const world = await onlineDesk();
  expect(await configure(world, { mqtt: { host: "10.0.0.99" } })).toEqual([
    "hall: restarts with it",
    "hall: goes to another broker, where this command may not hear it; if that fails, it is back here within 7 minutes",
    "hall went back to its old configuration: it did not get online within 5 minutes",
  ]);
});
