/** The node's MQTT: client, topics, will, and the messages it publishes. */
import { create, type Client, type Options, type PublishOptions } from "tinymqtt";
import type { Config } from "./config.ts";
import { loginOf, lookUpBy, wantedBroker } from "./find-broker.ts";
import { node } from "./identity.ts";
import { Topic } from "./topics.ts";

export let client: Client;

/** Complete names of the busy topics; the others are built when needed. */
export let sensorTopic = "";
export let readingTopic = "";
let stateTopic = "";
let base = "";

/**
 * How messages are queued. A full outbox drops the lowest priority first: readings before button events. Priorities from 2
 * up are the node's own state; they are counted separately so that they never displace a press.
 */
export const eventOptions: PublishOptions = { qos: 1, priority: 1 };
const stateOptions: PublishOptions = { qos: 1, priority: 2, latest: true };

/** Creates the client, named after the node, and subscribes to the control topics. `hasRoom`: whether RAM allows another message. */
export function setUpMqtt(config: Config, hasRoom: () => boolean): void {
  base = config.base;
  const mqtt = config.mqtt;
  stateOptions.retain = mqtt.retain;
  sensorTopic = base + Topic.Sensor;
  stateTopic = base + Topic.State + node + "/led";
  readingTopic = config.readings === "topic" ? base + Topic.Reading : sensorTopic;
  const options: Options = {
    port: mqtt.port,
    clientId: node,
    keepalive: mqtt.keepalive,
    tls: mqtt.tls,
    retry: config.retry,
    connectTimeout: config.recovery.answer,
    pingTimeout: config.recovery.answer,
    receiptTimeout: config.recovery.receipt,
    queue: config.journal ? Math.max(config.queue, 4) : config.queue, // what comes from flash is 4 at a time
    hasRoom: hasRoom,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: mqtt.retain },
  };
  if (mqtt.host === "mdns") options.lookUp = lookUpBy(wantedBroker(mqtt));
  else Object.assign(options, loginOf(mqtt));
  client = create(mqtt.host === "mdns" ? "" : mqtt.host, options);
  client.subscribe([base + Topic.Control, base + Topic.Control + "/" + node], 1);
}

/** The LED's state. Skipped while offline, since every connect publishes it. */
export function publishState(json: string, hasId: boolean): void {
  if (!client.connected) return;
  // A state with an id answers a command, so a newer one must not replace it.
  client.publish(stateTopic, json, hasId ? { qos: 1, retain: stateOptions.retain!, priority: 2 } : stateOptions);
}

/** Sent once per connection; LED states never displace it. */
export function publishOnline(): void {
  client.publish(base + Topic.Status + node, "online", { qos: 1, retain: stateOptions.retain!, priority: 3, latest: true });
}

export function publishHealth(json: string): void {
  client.publish(base + Topic.Health + node, json);
}

export function publishError(json: string): void {
  client.publish(base + Topic.Error + node, json);
}
