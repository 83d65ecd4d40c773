/** Updates at Home Assistant's request: what it is told, and what becomes of its "install". */
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { discoveryDocument } from "../../../src/tools/home-assistant/document.ts";
import type { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { newVersion } from "../../../src/tools/update/new-version.ts";
import { Nodes } from "../../../src/tools/update/nodes.ts";
import { serve } from "../../../src/tools/update/serve.ts";
import { usualPatience } from "../../../src/tools/update/update-node.ts";
import { device } from "../../support/settings.ts";
import { refusingBroker } from "../mqtt/refusing-broker.ts";
import { base, key } from "../node-client.ts";
import { FakeNode } from "./fake-node.ts";
import { progressInto } from "../../support/said-progress.ts";

const version = newVersion({ version: "1.1.0", node: "x".repeat(3000) });
/** What Home Assistant knows of the node `hall`: the topics, and what it publishes for "install". */
const entity = discoveryDocument({ ...device, mqtt: { ...device.mqtt, key } }, "hall", "1.0.0").cmps["update"];
const latestTopic = String(entity?.["l_ver_t"]);
const installTopic = String(entity?.["cmd_t"]);
const install = String(entity?.["pl_inst"]);

let broker: EmbeddedBroker;
let returnRefusing: () => Promise<void>;
let said: string[] = [];
beforeEach(async () => {
  ({ broker, returnRefusing } = await refusingBroker());
  said = [];
});
afterEach(() => broker.close());

/** Offers the version. Returns what it ends with. */
async function serving(): Promise<{ ended: Promise<never> }> {
  const nodes = await Nodes.at(broker.address, { base, node: "+", key, hearsRequests: true, timeout: 5000, reconnectEvery: 20 });
  onTestFinished(() => nodes.end());
  const ended = serve(nodes, { version, force: false, patience: usualPatience, progress: progressInto(said) });
  ended.catch(() => undefined);
  return { ended };
}

async function homeAssistant(): Promise<{ client: MqttClient; latest: Map<string, string> }> {
  const { host, port } = broker.address;
  const client = await connectAsync({ protocol: "mqtt", host, port });
  onTestFinished(() => client.endAsync(true));
  const latest = new Map<string, string>();
  client.on("message", (topic, payload) => latest.set(topic, payload.toString()));
  await client.subscribeAsync(`${base}/update/+/latest`, { qos: 1 });
  return { client, latest };
}

it("Home Assistant learns the latest version of every node, of those that come later too", async () => {
  await FakeNode.at(broker, "hall");
  await serving();
  await FakeNode.at(broker, "cellar");
  const { latest } = await homeAssistant();
  await expect
    .poll(() => [...latest].toSorted())
    .toEqual([
      [`${base}/update/cellar/latest`, "1.1.0"],
      [latestTopic, "1.1.0"],
    ]);
});

it("its request brings the node to that version, and one that fails hinders no other", async () => {
  const hall = await FakeNode.at(broker, "hall");
  const cellar = await FakeNode.at(broker, "cellar", { refusal: "it has 3000 bytes, of 2000 at most" });
  await serving();
  const { client } = await homeAssistant();
  await client.publishAsync(installTopic.replace("hall", "cellar"), install, { qos: 1 });
  await client.publishAsync(installTopic, install, { qos: 1 });
  await expect.poll(() => said.at(-1), { timeout: 20_000 }).toBe("hall: runs 1.1.0");
  expect(said).toContain("cellar refuses 1.1.0: it has 3000 bytes, of 2000 at most");
  expect([hall.version, cellar.version]).toEqual(["1.1.0", "1.0.0"]);
});

it("requests that come while one waits or is carried out are one", async () => {
  await FakeNode.at(broker, "hall", { takes: () => false });
  await serving();
  const { client } = await homeAssistant();
  for (let i = 0; i < 3; i++) await client.publishAsync(installTopic, install, { qos: 1 });
  await client.publishAsync(installTopic.replace("hall", "cellar"), install, { qos: 1 });
  await expect.poll(() => said).toContain("cellar: to be brought to 1.1.0");
  expect(said.filter((line) => line === "hall: to be brought to 1.1.0")).toHaveLength(1);
});

it("a request that the broker has kept is none", async () => {
  const hall = await FakeNode.at(broker, "hall");
  const { client } = await homeAssistant();
  await client.publishAsync(installTopic, install, { qos: 1, retain: true });
  await serving();
  await client.publishAsync(installTopic.replace("hall", "cellar"), install, { qos: 1 });
  await expect.poll(() => said).toContain("cellar: to be brought to 1.1.0");
  expect(hall.announcements).toEqual([]);
});

it("ends when the broker, back after a loss, refuses the connection: said once, though an update is under way", async () => {
  await FakeNode.at(broker, "hall", { takes: () => false });
  const { ended } = await serving();
  const { client } = await homeAssistant();
  for (const topic of [installTopic, installTopic.replace("hall", "cellar")]) await client.publishAsync(topic, install, { qos: 1 });
  await expect.poll(() => said).toContain("cellar: to be brought to 1.1.0");
  await returnRefusing();
  await expect(ended).rejects.toMatchObject({ message: expect.stringContaining("refuses the connection") as string, exitCode: exitCodes.refused });
  expect(said.filter((line) => line.includes("refuses"))).toEqual([]);
});
