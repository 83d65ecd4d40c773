/** PUBLISH from the broker: the message for the program, the receipt for the broker; and PUBREL, which ends one at QoS 2. */
import { Packet, PublishFlag, word, wordAt } from "./packets.ts";
import { send } from "./send.ts";
import { isTopic } from "./topics.ts";
import type { ClientState } from "./types.ts";

/** Messages of QoS 2 between PUBLISH and PUBREL: more than brokers have in flight. */
const mostUnreleased = 64;

/** Returns what is wrong with the packet, "" for nothing. Nothing of one that is wrong is delivered. */
export function handlePublish(client: ClientState, firstByte: number, body: string): string {
  const topicEnd = 2 + wordAt(body, 0);
  const topic = body.substring(2, topicEnd);
  // Most messages come on few topics: the last one that proved good is not looked at again.
  if (topic !== client._usualTopic || !topic) {
    if (topicEnd > body.length || !isTopic(topic)) return "bad topic"; // [MQTT-3.3.2-1] [MQTT-3.3.2-2]
    client._usualTopic = topic;
    client._usualHead = body.substring(0, topicEnd);
  }
  if (firstByte >= Packet.Publish + PublishFlag.Qos1) return handleWithReceipt(client, firstByte, topic, body.substr(topicEnd));
  deliver(client, firstByte, topic, body.substr(topicEnd));
  return "";
}

/** The same for what is not of QoS 0: `rest` is the packet identifier and the payload. */
function handleWithReceipt(client: ClientState, firstByte: number, topic: string, rest: string): string {
  const qos = (firstByte >> 1) & 3;
  const id = wordAt(rest, 0);
  if (qos === 0) return "DUP at QoS 0"; // [MQTT-3.3.1-2]
  if (qos === 3) return "QoS 3"; // [MQTT-3.3.1-4]
  if (rest.length < 2 || !id) return "packet identifier missing"; // [MQTT-2.3.1-1]
  const isRepeat = qos === 2 && id in client._unreleased; // [MQTT-4.3.3-2]
  if (qos === 2 && !isRepeat) {
    if (Object.keys(client._unreleased).length >= mostUnreleased) return "too many at QoS 2";
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
 * A message that is too long to hold: told, and acknowledged all the same [MQTT-4.5.0-2], or the broker would send it
 * again at each connect. `body` is its beginning, at least what comes before the payload if that is not too long itself.
 * Returns what is wrong with it, "" for nothing.
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

/** PUBREL: the broker knows that the message of QoS 2 is here. */
export function handlePubrel(client: ClientState, id: number): void {
  delete client._unreleased[id];
  send(client, Packet.Pubcomp, word(id));
}
