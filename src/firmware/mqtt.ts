/** The node's side of MQTT: its client, its topics, its will, and what it publishes there. */
import { create, type Client, type Options, type PublishOptions } from "tinymqtt";
import type { Config } from "./config.ts";
import { node } from "./identity.ts";
import { Topic } from "./topics.ts";

export let client: Client;

/** The topics that are used often, whole; the others are put together when they are. */
let sensorTopic = "";
let stateTopic = "";
let readingTopic = "";
let base = "";

/**
 * How a message is kept. Of a full outbox the lowest priority goes first: readings before button events. From 2 on it is
 * news of the node's own state, which is counted apart, or it would push a press out.
 */
const eventOptions: PublishOptions = { qos: 1, priority: 1 };
const stateOptions: PublishOptions = { qos: 1, priority: 2, latest: true };

/** Makes the client, with the node's name as its client identifier, and asks for the control topics. `hasRoom`: in memory. */
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
    queue: config.queue,
    hasRoom: hasRoom,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: mqtt.retain },
  };
  // An empty user name is one, to MQTT: it is sent where there is a password to go with it.
  if (mqtt.username || mqtt.password) options.username = mqtt.username;
  if (mqtt.password) options.password = mqtt.password;
  client = create(mqtt.host, options);
  client.subscribe([base + Topic.Control, base + Topic.Control + "/" + node], 1);
}

export function publishEvent(json: string): void {
  client.publish(sensorTopic, json, eventOptions);
}

export function publishReading(json: string): void {
  client.publish(readingTopic, json, { qos: 1, priority: 0 });
}

/** The LED's state. While offline it is left out: it is published at each connect. */
export function publishState(json: string, hasId: boolean): void {
  if (!client.connected) return;
  // One with an id is not replaced by a newer one: somebody waits for it.
  client.publish(stateTopic, json, hasId ? { qos: 1, retain: stateOptions.retain!, priority: 2 } : stateOptions);
}

/** Said once in a connection: no number of changes of the LED pushes it out. */
export function publishOnline(): void {
  client.publish(base + Topic.Status + node, "online", { qos: 1, retain: stateOptions.retain!, priority: 3, latest: true });
}

export function publishHealth(json: string): void {
  client.publish(base + Topic.Health + node, json);
}

export function publishError(json: string): void {
  client.publish(base + Topic.Error + node, json);
}
