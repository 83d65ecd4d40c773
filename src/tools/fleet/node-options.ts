/**
 * What a node's client is made with. The firmware has this in a function that also starts its one client
 * (src/firmware/mqtt.ts); test/tools/fleet/node-options.test.ts holds the two together.
 */
import type { Options } from "tinymqtt";
import type { Config } from "../../firmware/config.ts";
import { Topic } from "../../firmware/topics.ts";

export function nodeOptions({ base, mqtt, retry, recovery, queue }: Config, node: string): Options {
  return {
    clientId: node,
    keepalive: mqtt.keepalive,
    version: mqtt.version,
    retry,
    connectTimeout: recovery.answer,
    pingTimeout: recovery.answer,
    receiptTimeout: recovery.receipt,
    queue,
    will: { topic: base + Topic.Status + node, message: "offline", qos: 1, retain: mqtt.retain, delay: 30 },
  };
}
