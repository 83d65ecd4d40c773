/** Handles PUBLISH and PUBREL from the broker: delivers messages to the program and acknowledges them. */
import { Packet, PublishFlag, word, wordAt } from "./packets.ts";
import { send } from "./send.ts";
import { isTopic } from "./topics.ts";
import type { ClientState } from "./types.ts";

/** Most QoS 2 messages between PUBLISH and PUBREL: more than brokers keep in flight. */
const maxUnreleased = 64;

/** Returns what is wrong with the packet; "" if it is valid. A malformed packet delivers nothing. */
export function handlePublish(client: ClientState, firstByte: number, body: string): string {
  const topicEnd = 2 + wordAt(body, 0);
  const topic = body.substring(2, topicEnd);
  // Messages often repeat a topic: the last one need not be checked again.
  if (topic !== client._lastTopic || !topic) {
    if (topicEnd > body.length || !isTopic(topic)) return "bad topic"; // [MQTT-3.3.2-1] [MQTT-3.3.2-2]
    client._lastTopic = topic;
    client._lastHeader = body.substring(0, topicEnd);
  }
  if (firstByte >= Packet.Publish + PublishFlag.Qos1) return handleWithReceipt(client, firstByte, topic, body.substr(topicEnd));
  deliver(client, firstByte, topic, body.substr(topicEnd));
  return "";
}

/** Handles a PUBLISH above QoS 0. `rest`: packet identifier and payload. */
function handleWithReceipt(client: ClientState, firstByte: number, topic: string, rest: string): string {
  const qos = (firstByte >> 1) & 3;
  const id = wordAt(rest, 0);
  if (qos === 0) return "DUP at QoS 0"; // [MQTT-3.3.1-2]
  if (qos === 3) return "QoS 3"; // [MQTT-3.3.1-4]
  if (rest.length < 2 || !id) return "packet identifier missing"; // [MQTT-2.3.1-1]
  const isRepeat = qos === 2 && id in client._unreleased; // [MQTT-4.3.3-2]
  if (qos === 2 && !isRepeat) {
    if (Object.keys(client._unreleased).length >= maxUnreleased) return "too many QoS 2 messages";
    client._unreleased[id] = true;
  }
  if (!isRepeat) deliver(client, firstByte, topic, rest.substr(2));
  send(client, qos === 1 ? Packet.Puback : Packet.Pubrec, word(id));
  return "";
}

function deliver(client: ClientState, firstByte: number, topic: string, payload: string): void {
  client.emit("message", {
    topic: topic,
    message: payload,
    qos: (firstByte >> 1) & 3,
    retain: (firstByte & PublishFlag.Retain) > 0,
    dup: (firstByte & PublishFlag.Dup) > 0,
  });
}

/**
 * Reports a message that is too long to hold, and acknowledges it all the same [MQTT-4.5.0-2], or the broker would send it
 * again at each connect.
 * @param body its beginning, with topic and packet identifier unless the topic itself is too long
 * @returns what is wrong with the packet; "" if it is valid
 */
export function handleOversize(client: ClientState, firstByte: number, length: number, body: string): string {
  const qos = (firstByte >> 1) & 3;
  const topicEnd = 2 + wordAt(body, 0);
  if (qos === 3 || topicEnd + (qos ? 2 : 0) > length) return "malformed PUBLISH";
  client.emit("error", "skipped a message of " + length + " bytes on " + body.substring(2, Math.min(topicEnd, 66)));
  if (qos && topicEnd + 2 <= body.length) {
    send(client, qos === 1 ? Packet.Puback : Packet.Pubrec, body.substr(topicEnd, 2));
  }
  return "";
}

/** Handles PUBREL: the broker knows that the QoS 2 message has arrived. */
export function handlePubrel(client: ClientState, id: number): void {
  delete client._unreleased[id];
  send(client, Packet.Pubcomp, word(id));
}
