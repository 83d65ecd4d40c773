/** The node's side of MQTT: its topics, its will, and what it says when the link comes and goes. */
import { create, type Client, type Message, type Options } from "tinymqtt";
import type { Config } from "./config.ts";
import { message, Priority } from "./messages.ts";

/** The topics, between `{base}` and `{node}`. */
const enum Topic {
  Sensor = "/sensor/ding",
  Control = "/control/led",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
}

export let client: Client;
let base = "";
let node = "";

/**
 * `name` is the node's, `command` gets what arrives on the control topics. `told` gets a text when there is something to
 * say about the link, and what else the client tells when it is there.
 */
export function setUpMqtt(
  config: Config,
  name: string,
  command: (message: Message) => void,
  told: (what: unknown) => void,
): void {
  const broker = config.mqtt;
  base = config.base;
  node = name;
  const options: Options = {
    port: broker.port,
    clientId: node,
    keepalive: broker.keepalive,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: true },
    retry: config.retry,
    queue: config.queue,
  };
  if (broker.tls) options.tls = true;
  if (broker.username) {
    options.username = broker.username;
    options.password = broker.password;
  }
  client = create(broker.host, options);
  client.subscribe([base + Topic.Control, base + Topic.Control + "/" + node], 1);
  client.on("message", command);
  client.on("connected", told);
  client.on("disconnected", told);
  client.on("failed", told);
  client.on("error", told);
}

/** QoS 1, retained. While offline it is left out: it is said again at each connect. */
function say(topic: string, payload: string, priority: Priority): void {
  if (client.connected) client.publish(base + topic, payload, { qos: 1, retain: true, priority: priority });
}

export function sendOnline(): void {
  say(Topic.Status + node, "online", Priority.Online);
  console.log("mqtt: connected as " + node);
}

/** The next message on `{base}/sensor/ding`, kept while offline; see messages.ts. Readings have the lowest priority. */
export function sendSensor(fields: string, at: number, priority?: Priority): void {
  client.publish(base + Topic.Sensor, message(fields, at), { qos: 1, priority: priority || 0 });
}

export function sendState(json: string): void {
  say(Topic.State + node + "/led", json, Priority.State);
}

export function sendHealth(json: string): void {
  client.publish(base + Topic.Health + node, json);
}

export function sendError(json: string): void {
  client.publish(base + Topic.Error + node, json);
}
