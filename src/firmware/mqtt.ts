/** The node's side of MQTT: its client, its topics and its will. */
import { create, type Client, type Message, type Options } from "tinymqtt";
import type { Config } from "./config.ts";
import { text } from "./text.ts";
import { Topic } from "./topics.ts";

export let client: Client;
/** Topics are `{base}/health/{node}` and so on. */
export let base = "";
export let node = "";
/** What JSON that leaves the node begins with: its name. */
export let head = "";
export let bootCount = 0;

/** `commanded` gets what arrives on the control topics, `told` what the client has to say about the link. */
export function setUpMqtt(
  config: Config,
  name: string,
  boot: number,
  commanded: (message: Message) => void,
  told: (news: string | { sessionPresent: boolean }) => void,
): void {
  const control = config.base + Topic.Control;
  const options: Options = config.mqtt;
  base = config.base;
  node = name;
  head = '{"node":' + text().quote(name);
  bootCount = boot;
  options.clientId = name;
  options.will = { topic: base + Topic.Status + name, message: "offline", qos: 1, retain: true };
  options.retry = config.retry;
  options.queue = config.queue;
  if (!options.username) {
    delete options.username; // an empty one is one, to MQTT
    delete options.password;
  }
  client = create(config.mqtt.host, options);
  client.subscribe([control, control + "/" + name], 1);
  client.on("message", commanded);
  client.on("connected", told);
  client.on("disconnected", told);
  client.on("failed", told);
  client.on("error", told);
}
