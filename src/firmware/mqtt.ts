/** The node's side of MQTT: its client, its topics and its will. */
import { create, type Client, type Options } from "tinymqtt";
import type { Config } from "./config.ts";
import { Priority } from "./priority.ts";
import { texts } from "./texts.ts";
import { Topic } from "./topics.ts";

export let client: Client;
/** Topics are `{base}/health/{node}` and so on. */
export let base: string;
export let node: string;
/** What JSON that leaves the node begins with: its name. */
export let head: string;
export let bootCount: number;

/** The config's `node` is the node's name by now. */
export function setUpMqtt(config: Config, boot: number): void {
  const options: Options = config.mqtt;
  base = config.base;
  node = config.node;
  head = '{"node":' + texts()._quote(node);
  bootCount = boot;
  options.clientId = node;
  options.will = { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: true };
  options.retry = config.retry;
  options.queue = config.queue;
  if (!options.username) {
    delete options.username; // an empty one is one, to MQTT
    delete options.password;
  }
  client = create(config.mqtt.host, options);
  client.subscribe([base + Topic.Control, base + Topic.Control + "/" + node], 1);
}

/** Publishes at QoS 1 on `{base}` and this; retained is what the node says of itself. */
export function say(topic: string, payload: string, priority: Priority): void {
  client.publish(base + topic, payload, { qos: 1, retain: priority >= Priority.State, priority: priority });
}
