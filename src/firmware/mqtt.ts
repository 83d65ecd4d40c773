/** The node's MQTT: client, topics, will, and the messages it publishes. */
import { create, type Client, type Options, type Properties, type PublishOptions } from "tinymqtt";
import type { Config } from "./config.ts";
import { loginOf, lookUpBy, wantedBroker } from "./find-broker.ts";
import { node, quotedNode } from "./identity.ts";
import { sign, signer } from "./signed-messages.ts";
import { Topic } from "./topics.ts";

/** The version in package.json, inserted by the build. */
declare const VERSION: string;

export let client: Client;

/** Complete names of the busy topics; the others are built when needed. */
export let sensorTopic = "";
export let readingTopic = "";
export let base = "";

/**
 * How messages are queued. A full outbox drops the lowest priority first: readings before button events. Priorities from 2
 * up are the node's own state; they are counted separately so that they never displace a press.
 */
export const eventOptions: PublishOptions = { qos: 1, priority: 1 };
const stateOptions: PublishOptions = { qos: 1, priority: 2, latest: true };

export const enum Outbox {
  /** With a journal, the messages that the client always has room for (`alwaysKept` in tinymqtt). Further presses and readings wait in flash. */
  InRam = 16,
}

/** s that the broker waits before it publishes `offline`, in MQTT 5: a loss that is shorter does not show. */
const willDelay = 30;
/** s after which the broker no longer delivers a reading, in MQTT 5. */
const readingExpiry = 86400;

/**
 * Creates the client, named after the node, and subscribes to the control topics of all outputs. `hasRoom`: whether RAM allows
 * another message.
 */
export function setUpMqtt(config: Config, hasRoom: () => boolean): void {
  base = config.base;
  const mqtt = config.mqtt;
  stateOptions.retain = mqtt.retain;
  const ofNode = config.topics === "node" ? "/" + node : "";
  sensorTopic = base + Topic.Sensor + ofNode;
  readingTopic = config.readings === "topic" ? base + Topic.Reading + ofNode : sensorTopic;
  const options: Options = {
    port: mqtt.port,
    clientId: node,
    keepalive: mqtt.keepalive,
    version: mqtt.version,
    retry: config.retry,
    connectTimeout: config.recovery.answer,
    pingTimeout: config.recovery.answer,
    receiptTimeout: config.recovery.receipt,
    queue: config.journal ? Math.max(config.queue, Outbox.InRam) : config.queue,
    hasRoom: hasRoom,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: mqtt.retain, delay: willDelay },
  };
  if (mqtt.tls) options.tls = true;
  if (mqtt.host === "mdns") options.lookUp = lookUpBy(wantedBroker(mqtt));
  else Object.assign(options, loginOf(mqtt));
  client = create(mqtt.host === "mdns" ? "" : mqtt.host, options);
  let filters = controlTopics("led");
  for (const output of config.outputs) filters = filters.concat(controlTopics(output.name));
  if (mqtt.key) filters = filters.concat([updateTopic(), pieceTopic()]);
  client.subscribe(filters, 1);
}

/** Where updates are announced, and changes of the configuration come. */
export function updateTopic(): string {
  return base + Topic.ControlUpdate + node;
}

/** Where the pieces of an update come. */
export function pieceTopic(): string {
  return updateTopic() + "/piece";
}

/** The topics that control an output: every node's, and this node's. */
export function controlTopics(output: string): string[] {
  const all = base + Topic.Control + output;
  return [all, all + "/" + node];
}

/** Where the state of an output goes. */
export function stateTopic(output: string): string {
  return base + Topic.State + node + "/" + output;
}

/** How a reading is queued: it is dropped before any button event, and no longer delivered when it is old. */
export function readingOptions(): PublishOptions {
  return { qos: 1, priority: 0, properties: { expiry: readingExpiry } };
}

/** Answers a command where its sender asked for it; nothing if it did not ask. */
export function publishAnswer(asked: Properties, json: string): void {
  if (asked.responseTopic === undefined) return;
  const properties: Properties = {};
  if (asked.correlation !== undefined) properties.correlation = asked.correlation;
  client.publish(asked.responseTopic, json, { qos: 1, priority: 2, properties: properties });
}

/** An output's state, on its topic. Skipped while offline, since every connect publishes it. */
export function publishState(topic: string, json: string, hasId: boolean): void {
  if (!client.connected) return;
  // A state with an id answers a command, so a newer one must not replace it.
  client.publish(topic, json, hasId ? { qos: 1, retain: stateOptions.retain!, priority: 2 } : stateOptions);
}

/** Sent once per connection; LED states never displace it. */
export function publishOnline(): void {
  client.publish(base + Topic.Status + node, "online", { qos: 1, retain: stateOptions.retain!, priority: 3, latest: true });
}

/** A document for Home Assistant; "" removes it. */
export function publishDiscovery(topic: string, document: string): void {
  client.publish(topic, document, { qos: 1, retain: stateOptions.retain!, priority: 3, latest: true });
}

/** How far an update is. `fields`: the state and what belongs to it. Skipped while offline, since every connect publishes it. */
export function publishUpdate(fields: string): void {
  if (client.connected) client.publish(base + Topic.Update + node, `{"node":${quotedNode},"version":"${VERSION}",${fields}}`, stateOptions);
}

/** What became of a change of the configuration. `number`: of its message, in 16 digits. `state`: JSON, and what belongs to it. */
export function publishConfig(number: string, state: string): void {
  if (client.connected) client.publish(base + Topic.Config + node, `{"node":${quotedNode},"n":${number.replace(/^0+/, "")},"state":${state}}`, stateOptions);
}

export function publishHealth(json: string): void {
  const topic = base + Topic.Health + node;
  client.publish(topic, signer ? sign(signer, topic, json) : json);
}

export function publishError(json: string): void {
  client.publish(base + Topic.Error + node, json);
}
