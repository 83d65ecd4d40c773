/** What each case needs beside the broker: receivers and nodes of its own, which end with it. */
import { onTestFinished } from "vitest";
import type { ClusterMember } from "../../src/tools/brokers/broker-cluster.ts";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import type { EngineName } from "../../src/tools/simulate/engine-names.ts";
import { startNode, type RunningNode } from "../recipes/node.ts";
import { Observer, type ObserverOptions } from "../recipes/observer.ts";
import type { Expectations } from "./expectations.ts";
import type { TestedBroker } from "./engines.ts";

/** A broker under test, and what is known of it. */
export interface Bench {
  expected: Expectations;
  /** The broker; it runs before the first case begins. */
  broker: () => TestedBroker;
}

/** Short waits for the node, and signs of life often enough for a test. */
const settings = { retry: { first: 100, longest: 500 }, mqtt: { keepalive: 5 } };

/** Where clients connect, by default to the cluster as a whole. */
export function addressOf({ port, username, password }: TestedBroker, member?: ClusterMember): BrokerAddress {
  return { host: "127.0.0.1", port: member?.port ?? port, username, password };
}

export async function receiver(broker: TestedBroker, options?: ObserverOptions, member?: ClusterMember): Promise<Observer> {
  const observer = await Observer.open(addressOf(broker, member), options);
  onTestFinished(() => observer.close());
  return observer;
}

/** A node that is switched on. `mqtt` goes into its settings. */
export async function node(
  broker: TestedBroker,
  name: string,
  { engine = "virtual", mqtt = {} }: { engine?: EngineName; mqtt?: object } = {},
): Promise<RunningNode> {
  const running = await startNode(engine, name, addressOf(broker), { ...settings, mqtt: { ...settings.mqtt, ...mqtt } });
  onTestFinished(() => running.board.discard());
  return running;
}
