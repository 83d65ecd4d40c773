/** What fakes of a node have in common: its connection, and its look at a signature. */
import { connectAsync, type MqttClient } from "mqtt";
import { onTestFinished } from "vitest";
import { authenticationCode } from "../../src/tools/mqtt/sign-command.ts";
import { send } from "../../src/tools/send/command.ts";
import type { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";

export const base = "/kv6003";
export const key = "a key of 18 bytes.";

/** A client with a node's name and will, not online yet. Ends with the test. */
export async function nodeClient({ address }: Pick<EmbeddedBroker, "address">, name: string): Promise<MqttClient> {
  const will = { topic: `${base}/status/${name}`, payload: Buffer.from("offline"), qos: 1, retain: true } as const;
  // A session that is kept: what comes while the broker is away is not missed.
  const client = await connectAsync({ protocol: "mqtt", host: address.host, port: address.port, clientId: name, clean: false, reconnectPeriod: 20, will });
  onTestFinished(() => client.endAsync(true));
  client.on("error", () => undefined);
  return client;
}

/** What somebody publishes below the base, retained. */
export function publishRetained({ address }: Pick<EmbeddedBroker, "address">, topic: string, message: string): Promise<void> {
  return send(address, { topic: `${base}/${topic}`, message, qos: 1, retain: true }, 5000);
}

/** Subscribes, and says that the node is online. */
export async function goOnline(client: MqttClient, name: string, topics: readonly string[]): Promise<void> {
  await client.subscribeAsync([...topics], { qos: 1 });
  await client.publishAsync(`${base}/status/${name}`, "online", { qos: 1, retain: true });
}

/** The object in a signed command; undefined if the signature is not valid, or its number not above `highest`. */
export function openSigned(topic: string, payload: string, highest: number): { n: number } | undefined {
  const [, signed = "", code] = /^(.*),"mac":"(.*)"\}$/.exec(payload) ?? [];
  if (code === undefined || code !== authenticationCode(`${topic}\n${signed}`, key)) return undefined;
  const command = JSON.parse(`${signed}}`) as { n: number };
  return command.n > highest ? command : undefined;
}

/** Says on the error topic why a command is rejected. */
export async function reject(client: MqttClient, name: string, reason: string, topic: string, payload: string): Promise<void> {
  const error = { node: name, error: reason, topic, payload: payload.slice(0, 64) };
  await client.publishAsync(`${base}/error/${name}`, JSON.stringify(error));
}
