/** Where brokers differ: retained messages, QoS 2, and what a topic may hold. */
import { connectAsync } from "mqtt";
import { expect, it, onTestFinished } from "vitest";
import type { ClusterMember } from "../../src/tools/brokers/broker-cluster.ts";
import { addressOf, node, receiver, type Bench } from "./bench.ts";
import type { TestedBroker } from "./engines.ts";
import type { Outcome } from "./expectations.ts";

const soon = { timeout: 20_000, interval: 100 };

export function limitCases({ expected, broker }: Bench): void {
  const { retainedAt, retainedByWildcard } = expected;
  it(`a late subscriber at ${retainedAt} server gets the LED's state${retainedByWildcard ? "" : ", without a wildcard"}`, async () => {
    const people = await receiver(broker());
    const { led } = await node(broker(), "kept");
    await people.seen(/^\/kv6003\/status\/kept online$/);
    await people.publish("/kv6003/control/led/kept", "on");
    await people.seen(/^\/kv6003\/state\/kept\/led .*"state":"on"/);
    await expect.poll(led, soon).toBe(1);

    const { members } = broker();
    const topic = "/kv6003/state/kept/led";
    await expect.poll(() => countKept(broker(), topic), soon).toBe(retainedAt === "every" ? members.length : 1);
    await expect.poll(() => countKept(broker(), "/kv6003/state/+/led"), soon).toBe(retainedByWildcard ? members.length : 0);
  });

  it(`a subscription with QoS 2 is granted QoS ${expected.grantedQos}`, async () => {
    const people = await receiver(broker());
    const [granted] = await people.client.subscribeAsync("/kv6003/#", { qos: 2 });
    expect(granted?.qos).toBe(expected.grantedQos);
  });

  it.each([
    ["with QoS 2", expected.qos2, "two", 2],
    ["with a dot in its topic", expected.dot, "hall.1", 1],
    ["with a blank in its topic", expected.blank, "hall 1", 1],
  ] as const)("a message %s: %s", async (_what, wanted, level, qos) => {
    expect(await outcome(broker(), `/kv6003/status/${level}`, qos)).toBe(wanted);
  });
}

/** At how many of its servers a subscriber who comes late gets the state of the node `kept`, with this filter. */
async function countKept(broker: TestedBroker, filter: string): Promise<number> {
  const kept = await Promise.all(broker.members.map((member) => getsKept(broker, member, filter)));
  return kept.filter((gets) => gets).length;
}

async function getsKept(broker: TestedBroker, member: ClusterMember, filter: string): Promise<boolean> {
  const late = await receiver(broker, { filter: "observer/#", clientId: `late-${crypto.randomUUID()}` }, member);
  await late.client.subscribeAsync(filter, { qos: 1 });
  await late.caughtUp();
  return late.retained.some((line) => /^\/kv6003\/state\/kept\/led .*"state":"on"/.test(line));
}

/** What becomes of a message. */
async function outcome(broker: TestedBroker, topic: string, qos: 1 | 2): Promise<Outcome> {
  const people = await receiver(broker, { filter: "/kv6003/#" });
  const sender = await connectAsync({ ...addressOf(broker), reconnectPeriod: 0 });
  onTestFinished(() => sender.endAsync(true));
  sender.on("error", () => undefined);
  const payload = crypto.randomUUID();
  const closed = new Promise<Outcome>((resolve) => sender.once("close", () => resolve("closed")));
  const arrived = new Promise<Outcome>((resolve) => {
    people.client.on("message", (name, bytes) => {
      if (bytes.toString() === payload) resolve(name === topic ? "arrives" : name === topic.replace(".", "/") ? "a level" : "closed");
    });
  });
  sender.publish(topic, payload, { qos });
  return Promise.race([closed, arrived]);
}
