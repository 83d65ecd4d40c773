/** The node's side of MQTT: its topics, its will, and what it says when the link comes and goes. */
import { create, type Client, type Message, type Options } from "tinymqtt";
import type { Config } from "./config.ts";
import { message, type Priority } from "./messages.ts";

/** The topics, between `{base}` and `{node}`. */
const enum Topic {
  Sensor = "/sensor/ding",
  Control = "/control/led",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
}

/** Gets the reason why there is no link, "" when there is one. */
export type MqttListener = (reason: string) => void;

export let client: Client;
let base = "";
let node = "";
let changed: MqttListener;

function down(reason: string): void {
  console.log("mqtt: " + reason);
  changed(reason);
}

function failed(what: string): void {
  console.log("mqtt: " + what);
}

/** QoS 1, retained. While offline it is left out: it is said again at each connect. */
function say(topic: string, payload: string): void {
  if (client.connected) client.publish(base + topic, payload, { qos: 1, retain: true });
}

function connected(): void {
  say(Topic.Status + node, "online");
  console.log("mqtt: connected as " + node);
  changed("");
}

/** `name` is the node's, `command` gets what arrives on the control topics. */
export function setUpMqtt(
  config: Config,
  name: string,
  command: (message: Message) => void,
  listener: MqttListener,
): void {
  const broker = config.mqtt;
  base = config.base;
  node = name;
  changed = listener;
  const options: Options = {
    port: broker.port,
    clientId: node,
    keepalive: broker.keepalive,
    tls: broker.tls,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: true },
    retry: config.retry,
    queue: config.queue,
  };
  if (broker.username) {
    options.username = broker.username;
    options.password = broker.password;
  }
  client = create(broker.host, options);
  client.subscribe([base + Topic.Control, base + Topic.Control + "/" + node], 1);
  client.on("message", command);
  client.on("connected", connected);
  client.on("disconnected", down);
  client.on("failed", down);
  client.on("error", failed);
}

/** The next message on `{base}/sensor/ding`, kept while offline; see messages.ts. Readings have the lowest priority. */
export function sendSensor(fields: string, at: number, priority?: Priority): void {
  client.publish(base + Topic.Sensor, message(fields, at), { qos: 1, priority: priority || 0 });
}

export function sendState(json: string): void {
  say(Topic.State + node + "/led", json);
}

export function sendHealth(json: string): void {
  client.publish(base + Topic.Health + node, json);
}

export function sendError(json: string): void {
  client.publish(base + Topic.Error + node, json);
}
