/** The node's side of MQTT: its topics, its will, and what it says when the link comes and goes. */
import { create, type Client, type Message, type Options } from "tinymqtt";
import type { Config } from "./config.ts";
import { quote } from "./text.ts";

export interface Mqtt {
  client: Client;
  /** `{base}/sensor/ding`: QoS 1, kept while offline; see messages.ts for the priorities. */
  sensor(json: string, priority: number): void;
  /** `{base}/state/{node}/led`: retained. While offline it is left out: it is published again at each connect. */
  state(json: string): void;
  health(json: string): void;
  /** Answers a command that was refused. */
  refuse(error: string, command: Message): void;
}

/** `command` gets what arrives on the control topics; `changed` the reason why there is no link, "" when there is one. */
export function createMqtt(
  config: Config,
  node: string,
  random: () => number,
  log: (line: string) => void,
  command: (message: Message) => void,
  changed: (reason: string) => void,
): Mqtt {
  const base = config.base;
  const control = base + "/control/led";
  const sensor = base + "/sensor/ding";
  const state = base + "/state/" + node + "/led";
  const status = base + "/status/" + node;
  const broker = config.mqtt;
  const options: Options = {
    port: broker.port,
    clientId: node,
    keepalive: broker.keepalive,
    tls: broker.tls,
    will: { topic: status, message: "offline", qos: 1, retain: true },
    retry: config.retry,
    queue: config.queue,
    random: random,
  };
  if (broker.username) {
    options.username = broker.username;
    options.password = broker.password;
  }
  const client = create(broker.host, options);

  function down(reason: string): void {
    log("mqtt: " + reason);
    changed(reason);
  }

  client.subscribe([control, control + "/" + node], 1);
  client.on("message", command);
  client.on("connected", function () {
    client.publish(status, "online", { qos: 1, retain: true });
    log("mqtt: connected to " + broker.host + ":" + broker.port + " as " + node);
    changed("");
  });
  client.on("disconnected", down);
  client.on("failed", down);
  client.on("error", function (what) {
    log("mqtt: " + what);
  });

  return {
    client: client,
    sensor: function (json, priority) {
      client.publish(sensor, json, { qos: 1, priority: priority });
    },
    state: function (json) {
      if (client.connected) client.publish(state, json, { qos: 1, retain: true });
    },
    health: function (json) {
      client.publish(base + "/health/" + node, json);
    },
    refuse: function (error, message) {
      log("command refused: " + error);
      const payload = quote(message.message.substr(0, 64));
      const head = '{"node":' + quote(node) + ',"error":' + quote(error) + ',"topic":' + quote(message.topic);
      client.publish(base + "/error/" + node, head + ',"payload":' + payload + "}");
    },
  };
}
