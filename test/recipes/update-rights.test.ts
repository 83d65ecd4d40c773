/** The rights that the recipe with accounts names for updates and configurations: with them the lecturer's account reaches a node that has a key. */
import { describe, expect, it } from "vitest";
import { ConfigurableNode } from "../../src/tools/configure/configurable-node.ts";
import { configureNode, usualPatience as configurePatience } from "../../src/tools/configure/configure-node.ts";
import { destinationOf } from "../../src/tools/configure/destination.ts";
import { readDist } from "../../src/tools/node-build/release.ts";
import { newVersion } from "../../src/tools/update/new-version.ts";
import { Nodes } from "../../src/tools/update/nodes.ts";
import { usualPatience } from "../../src/tools/update/update-node.ts";
import { updateNodes } from "../../src/tools/update/update-nodes.ts";
import { builtDist } from "../support/dist.ts";
import { endsAfterEach } from "./ends.ts";
import { startNode } from "./node.ts";
import { Observer } from "./observer.ts";
import { listings, recipeFile } from "./recipe.ts";
import { found, mosquittoClients, openssl } from "./requirements.ts";
import { openRoom, type Room } from "./room.ts";
import { progressInto } from "../support/said-progress.ts";
import { base, key } from "../tools/node-client.ts";

const [lines = ""] = listings("accounts", "Updates and configurations", "text");

describe.skipIf(typeof found === "string" || !openssl || !mosquittoClients)("the rights for updates", () => {
  const started = endsAfterEach();

  /** A room in which the node `hall` is online. Returns who logs in as whom. */
  const roomWithHall = async (): Promise<Room["as"]> => {
    const { as } = started(await openRoom(`${recipeFile("accounts", "acl")}\n${lines}`), (room) => room.broker.end());
    started(await startNode("virtual", "hall", as("hall"), { mqtt: { key } }), ({ board }) => board.discard());
    const observer = started(await Observer.open(as("observer")), (client) => client.close());
    await observer.seen(/^\/kv6003\/update\/hall .*"state":"current"/);
    return as;
  };

  it("let the lecturer announce a version, and the node answer", async () => {
    const as = await roomWithHall();
    const nodes = started(await Nodes.at(as("lecturer"), { base, node: "hall", key, timeout: 10_000, reconnectEvery: 100 }), (all) => all.end());
    const said: string[] = [];
    const version = newVersion(readDist(await builtDist()));
    await updateNodes(nodes, { only: "hall", version, force: false, patience: usualPatience, progress: progressInto(said) });
    expect(said).toEqual([`hall: runs ${version.version} already`]);
  });

  it("let the lecturer send a configuration, and the node answer", async () => {
    const as = await roomWithHall();
    const name = "hall";
    const destination = destinationOf({}, { node: name, base }, base);
    const options = { name, base, key, newTopic: destination.topic, timeout: 10_000, reconnectEvery: 100 };
    const node = started(await ConfigurableNode.at(as("lecturer"), options), (each) => each.end());
    // A node that refuses has answered, and goes on at once.
    const configuration = { change: { health: 1 }, destination, patience: configurePatience, progress: progressInto([]) };
    await expect(configureNode(node, configuration)).rejects.toThrow("hall refuses the change: health must be 1000..86400000, got 1");
  });
});
