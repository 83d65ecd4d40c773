/** A change of a node's configuration over MQTT, as its protocol has it: what is sent, what is said, and every way it can fail. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import { exitCodes, UserError } from "../../../src/tools/command-line/user-error.ts";
import { ConfigurableNode } from "../../../src/tools/configure/configurable-node.ts";
import { configureNode, usualPatience, type Patience } from "../../../src/tools/configure/configure-node.ts";
import { destinationOf } from "../../../src/tools/configure/destination.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { progressInto } from "../../support/said-progress.ts";
import { refusingBroker } from "../mqtt/refusing-broker.ts";
import { base, key, publishRetained } from "../node-client.ts";
import { FakeConfigNode } from "./fake-node.ts";

const health = { health: 60_000 };
const kept = ["hall: restarts with it", "hall: online with it, on trial for a minute", "hall: keeps it"];

let broker: EmbeddedBroker;
let said: string[] = [];
beforeEach(async () => {
  broker = await EmbeddedBroker.start(0);
  said = [];
});
afterEach(() => broker.close());

interface Ended {
  /** What the tool fails with; "" if it does not. */
  reason: string;
  exitCode: number;
}

/** Runs the tool for the node `hall`. */
async function run(change: JsonObject, patience: Partial<Patience> = {}, withKey = key): Promise<Ended> {
  const destination = destinationOf(change, { node: "hall", base }, base);
  const options = { name: "hall", base, key: withKey, newTopic: destination.topic, timeout: 5000, reconnectEvery: 20 };
  const node = await ConfigurableNode.at(broker.address, options);
  try {
    await configureNode(node, { change, destination, patience: { ...usualPatience, ...patience }, progress: progressInto(said) });
    return { reason: "", exitCode: 0 };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { reason: error.message, exitCode: error.exitCode };
  } finally {
    await node.end();
  }
}

describe("a node", () => {
  it("gets the change, signed, and keeps it in the end", async () => {
    const node = await FakeConfigNode.at(broker, "hall");
    expect(await run({ mqtt: { keepalive: 60 }, sensors: null })).toEqual({ reason: "", exitCode: 0 });
    expect(node.requests).toEqual([{ config: { mqtt: { keepalive: 60 }, sensors: null }, n: expect.any(Number) as number }]);
    expect(said).toEqual(kept);
  });

  it("that keeps no status at the broker gets it all the same", async () => {
    const node = await FakeConfigNode.at(broker, "hall");
    await publishRetained(broker, "status/hall", "");
    expect(await run(health, { gathering: 50 })).toMatchObject({ reason: "" });
    expect(node.requests).toHaveLength(1);
  });

  it("is asked once more when it does not answer, under a new number", async () => {
    const node = await FakeConfigNode.at(broker, "hall", { loses: 1 });
    expect(await run(health, { repeat: 50 })).toMatchObject({ reason: "" });
    const [first, second, third] = node.requests.map(({ n }) => n);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(third).toBeUndefined();
    expect(said).toEqual(kept);
  });

  it("may answer the first request late: that it refuses the second is no failure", async () => {
    const node = await FakeConfigNode.at(broker, "hall", { takesAt: 2 });
    expect(await run(health, { repeat: 50 })).toMatchObject({ reason: "" });
    expect(node.requests).toHaveLength(2);
    expect(said).toEqual(kept);
  });

  it("is tried although its answer to the first request got lost, and the second is refused for that", async () => {
    const node: FakeConfigNode = await FakeConfigNode.at(broker, "hall", { loses: 2 });
    const done = run(health, { repeat: 50 });
    await vi.waitFor(() => expect(node.requests).toHaveLength(2));
    const [first, second] = node.requests.map(({ n }) => n);
    await node.say({ n: second, state: "refused", reason: "another change is on trial" });
    for (const state of ["trial", "kept"]) await node.say({ n: first, state });
    expect(await done).toMatchObject({ reason: "" });
    expect(said).toEqual(kept.slice(1));
  });

  it("is heard although the broker goes away in between", async () => {
    await FakeConfigNode.at(broker, "hall", { whileItRestarts: () => broker.stop().then(() => broker.restart()) });
    expect(await run(health)).toMatchObject({ reason: "" });
    expect(said.at(-1)).toBe("hall: keeps it");
  });

  it("says each state once, although the broker may deliver it twice", async () => {
    const node: FakeConfigNode = await FakeConfigNode.at(broker, "hall", {
      whileItRestarts: async () => {
        const n = node.requests[0]?.n;
        for (const state of ["starting", "trial", "trial"]) await node.say({ n, state });
      },
    });
    expect(await run(health)).toMatchObject({ reason: "" });
    expect(said).toEqual(kept);
  });

  it("is not mistaken for what else comes on its topics", async () => {
    const others = [
      ...[
        "",
        "no JSON",
        "[1]",
        "null",
        '{"n":1,"state":"other"}',
        '{"n":"1","state":"kept"}',
        '{"n":0.5,"state":"kept"}',
        '{"n":1,"state":"failed","reason":1}',
      ],
      ...['{"n":1,"state":"failed","reason":"long ago"}', '{"n":2,"state":"kept"}'],
    ];
    await publishRetained(broker, "config/hall", '{"node":"hall","n":1,"state":"failed","reason":"it did not get online"}');
    await FakeConfigNode.at(broker, "hall", {
      whileItRestarts: async () => {
        for (const payload of others) await publishRetained(broker, "config/hall", payload);
        await publishRetained(broker, "error/hall", '{"error":"no such command","topic":"/kv6003/control/led"}');
      },
    });
    expect(await run(health)).toMatchObject({ reason: "" });
    expect(said).toEqual(kept);
  });

  it.each<[change: JsonObject, newTopic: string]>([
    [{ node: "cellar" }, `${base}/config/cellar`],
    [{ base: "/home" }, "/home/config/hall"],
    [{ node: "", base: "/home" }, "/home/config/ding-40c4ff"],
  ])("that has another topic by %j is heard there", async (change, newTopic) => {
    await FakeConfigNode.at(broker, "hall", { newTopic });
    expect(await run(change)).toMatchObject({ reason: "" });
    expect(said).toEqual(kept);
  });

  it("that gets another name is heard under its old one if it goes back", async () => {
    await FakeConfigNode.at(broker, "hall", { newTopic: `${base}/config/cellar`, goesBack: "it did not get online" });
    expect(await run({ node: "cellar" })).toMatchObject({ reason: "hall went back to its old configuration: it did not get online" });
  });
});

describe("the tool fails, and says what to do", () => {
  it("if the node refuses the change", async () => {
    await FakeConfigNode.at(broker, "hall", { refusal: "mqtt.keepalive must be 5..65535, got 1" });
    expect(await run(health)).toEqual({ reason: "hall refuses the change: mqtt.keepalive must be 5..65535, got 1", exitCode: exitCodes.failed });
    expect(said).toEqual([]);
  });

  it("if the key is another", async () => {
    const node = await FakeConfigNode.at(broker, "hall");
    expect(await run(health, {}, "another key of 24 bytes.")).toMatchObject({
      reason: "hall refuses the change: no valid signature. Is the key its mqtt.key, and is this computer's clock right?",
      exitCode: exitCodes.failed,
    });
    expect(node.requests).toEqual([]);
  });

  it("if its version takes no changes", async () => {
    const node: FakeConfigNode = await FakeConfigNode.at(broker, "hall", {
      loses: 9,
      whenLost: () => void node.sayError("not an announcement of an update"),
    });
    expect(await run(health)).toMatchObject({
      reason: "hall refuses the change: not an announcement of an update. Does its version take changes? npm run update brings one that does",
    });
  });

  it("if the node goes back, with its reason", async () => {
    await FakeConfigNode.at(broker, "hall", { goesBack: "it crashed" });
    expect(await run(health)).toEqual({ reason: "hall went back to its old configuration: it crashed", exitCode: exitCodes.failed });
    expect(said).toEqual(kept.slice(0, 2));
  });

  it("if nobody of that name answers", async () => {
    const reason = "hall does not answer: check its name, and that it has an mqtt.key";
    expect(await run(health, { gathering: 50, repeat: 50, answer: 150 })).toEqual({ reason, exitCode: exitCodes.failed });
  });

  it("if it is offline: nothing is sent to it then", async () => {
    await publishRetained(broker, "status/hall", "offline");
    expect(await run(health)).toEqual({ reason: "hall is offline: run the command again once that has changed", exitCode: exitCodes.failed });
  });

  it("if it goes offline before it has answered", async () => {
    const node: FakeConfigNode = await FakeConfigNode.at(broker, "hall", { loses: 9, whenLost: () => void node.sayStatus("offline") });
    expect(await run(health, { repeat: 300, answer: 600 })).toMatchObject({ reason: "hall is offline" });
  });

  it("if it is not heard of again", async () => {
    await FakeConfigNode.at(broker, "hall", { newTopic: "" });
    expect(await run(health, { silence: 100 })).toEqual({
      reason: "hall has not been heard of since it restarted: if it does not stay online, it goes back by itself; npm run listen shows when",
      exitCode: exitCodes.failed,
    });
    expect(said).toEqual(kept.slice(0, 1));
  });
});

describe("a node that goes elsewhere", () => {
  const otherBroker = { mqtt: { host: "10.0.0.2" } };
  const leaves = (place: string): string[] => [
    "hall: restarts with it",
    `hall: goes to another ${place}, where this command may not hear it; if that fails, it is back here within 7 minutes`,
  ];

  it("and does not come back has probably kept it, which is an exit code of its own", async () => {
    await FakeConfigNode.at(broker, "hall", { newTopic: "" });
    const { reason, exitCode } = await run({ node: "cellar", ...otherBroker }, { elsewhere: 100 });
    expect(reason).toBe(
      'hall has not come back here, so it has probably kept its new configuration: where it is now, npm run listen -- "/kv6003/config/cellar" shows it',
    );
    expect(exitCode).toBe(exitCodes.unknown);
    expect(said).toEqual([
      "hall: restarts with it",
      "hall: goes to another broker, where this command may not hear it; if that fails, it is back here within 1 minutes",
    ]);
  });

  it("and comes back has failed", async () => {
    await FakeConfigNode.at(broker, "hall", { newTopic: "", goesBack: "it did not get online" });
    expect(await run(otherBroker)).toEqual({ reason: "hall went back to its old configuration: it did not get online", exitCode: exitCodes.failed });
    expect(said).toEqual(leaves("broker"));
  });

  it("may be heard at this broker all the same", async () => {
    await FakeConfigNode.at(broker, "hall");
    expect(await run({ wifi: { ssid: "upstairs" } })).toMatchObject({ reason: "" });
    expect(said).toEqual([...leaves("Wi-Fi"), ...kept.slice(1)]);
  });

  it("and was heard here on trial is not taken for gone", async () => {
    const node: FakeConfigNode = await FakeConfigNode.at(broker, "hall", {
      newTopic: "",
      whileItRestarts: () => node.say({ n: node.requests[0]?.n, state: "trial" }),
    });
    expect(await run(otherBroker, { silence: 100 })).toEqual({
      reason: "hall was online with it, and has not been heard of since: if it does not stay online, it goes back by itself; npm run listen shows when",
      exitCode: exitCodes.failed,
    });
  });
});

describe("the broker", () => {
  it("that refuses the subscription is named, before anything is sent", async () => {
    await broker.close();
    broker = await EmbeddedBroker.start(0, {
      authorizeSubscribe: (_client, subscription, done) => done(null, subscription.topic.includes("config") ? null : subscription),
    });
    const node = await FakeConfigNode.at(broker, "hall");
    await expect(run(health)).rejects.toThrow(/refuses the subscription to \/kv6003\/config\/hall/);
    expect(node.requests).toEqual([]);
  });

  it("that refuses the connection, back after a loss, is named at once", async () => {
    await broker.close();
    const refusing = await refusingBroker();
    ({ broker } = refusing);
    await FakeConfigNode.at(broker, "hall", { whileItRestarts: refusing.returnRefusing });
    const { reason, exitCode } = await run(health);
    expect(reason).toMatch(/^the broker at .* refuses the connection: .*\(5\)$/);
    expect(exitCode).toBe(exitCodes.refused);
  });
});
