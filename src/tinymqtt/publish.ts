/** Publishes the program's messages. */
import { toBytes } from "#to-bytes";
import { enqueue, sendMessage } from "./outbox.ts";
import type { PublishOptions } from "./options.ts";
import { keepProperties } from "./message-properties.ts";
import { Unsent } from "./send.ts";
import { isTopic } from "./topics.ts";
import { State, type Aside, type ClientState, type OutgoingMessage } from "./types.ts";

/** Publishes a message of any kind. `topic`: bytes. True if it was sent or is kept. */
export function publish(client: ClientState, topic: string, message: string | number, options?: PublishOptions | boolean): boolean {
  if (topic !== client._checkedTopic) {
    if (!isTopic(topic)) throw new Error("bad topic: " + topic);
    // Only while online and without limits: client.ts writes to the socket for it without another look.
    if (client.connected && !client._limits) client._checkedTopic = topic;
  }
  const given: PublishOptions = typeof options === "object" ? options : { retain: options === true };
  const outgoing: OutgoingMessage = {
    topic: topic,
    message: toBytes(typeof message === "string" ? message : "" + message), // what lies in flash is not copied to RAM
    qos: given.qos || 0,
    retain: given.retain || false,
    priority: given.priority || 0,
    latest: given.latest || false,
    _id: 0,
  };
  if (outgoing.qos > 2) throw new Error("bad QoS: " + outgoing.qos); // [MQTT-3.3.1-4]
  if (given.properties) keepProperties(outgoing, given.properties);
  if (client._state === State.Ended) return false;
  if (client._aside && outgoing.qos && keepAside(client._aside, outgoing)) return true;
  if (outgoing.qos) return enqueue(client, outgoing);
  if (!client.connected || client._unsentBytes > Unsent.Limit) return false;
  if (!sendMessage(client, outgoing, "", false)) return false;
  client.emit("published");
  return true;
}

/** A newer message makes the one set aside on its topic obsolete. True if it takes its place, as only a `latest` message does. */
function keepAside(aside: Aside, message: OutgoingMessage): boolean {
  if (!aside.hasOwnProperty(message.topic)) return false;
  if (message.latest) aside[message.topic] = message;
  else delete aside[message.topic];
  return message.latest;
}
