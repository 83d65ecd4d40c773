/** The rights that the recipe with accounts names for updates over MQTT: with them the lecturer's account updates a node that has a key. */
import { describe, expect, it } from "vitest";
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
import { openRoom } from "./room.ts";
import { progressInto } from "../support/said-progress.ts";
import { key } from "../tools/node-client.ts";

const [lines = ""] = listings("accounts", "Updates and configurations", "text");

describe.skipIf(typeof found === "string" || !openssl || !mosquittoClients)("the rights for updates", () => {
  const started = endsAfterEach();

  it("let the lecturer announce a version, and the node answer", async () => {
    const { as } = started(await openRoom(`${recipeFile("accounts", "acl")}\n${lines}`), (room) => room.broker.end());
    started(await startNode("virtual", "hall", as("hall"), { mqtt: { key } }), ({ board }) => board.discard());
    const observer = started(await Observer.open(as("observer")), (client) => client.close());
    await observer.seen(/^\/kv6003\/update\/hall .*"state":"current"/);
    const nodes = started(await Nodes.at(as("lecturer"), { base: "/kv6003", node: "hall", key, timeout: 10_000, reconnectEvery: 100 }), (all) => all.end());
    const said: string[] = [];
    const version = newVersion(readDist(await builtDist()));
    await updateNodes(nodes, { only: "hall", version, force: false, patience: usualPatience, progress: progressInto(said) });
    expect(said).toEqual([`hall: runs ${version.version} already`]);
  });
});
