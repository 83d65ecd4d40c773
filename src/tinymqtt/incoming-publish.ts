/** Handles PUBLISH and PUBREL from the broker: delivers messages to the program and acknowledges them. */
import { receivedProperties } from "./message-properties.ts";
import type { Message } from "./options.ts";
import { Packet, PublishFlag, word, wordAt } from "./packets.ts";
import { Property, readProperties } from "./properties.ts";
import { send } from "./send.ts";
import { isTopic } from "./topics.ts";
import type { ClientState } from "./types.ts";

/** Most QoS 2 messages between PUBLISH and PUBREL: more than brokers keep in flight. */
export const maxUnreleased = 64;

/** Returns what is wrong with the packet; "" if it is valid. A malformed packet delivers nothing. */
export function handlePublish(client: ClientState, firstByte: number, body: string): string {
  const topicEnd = 2 + wordAt(body, 0);
  const topic = body.substring(2, topicEnd);
  if (topicEnd > body.length) return "bad topic";
  // Messages often repeat a topic: the last one need not be checked again.
  if (topic !== client._lastTopic || !topic) {
    if (!isTopic(topic)) return "bad topic"; // [MQTT-3.3.2-1] [MQTT-3.3.2-2]
    client._lastTopic = topic;
    client._lastHeader = body.substring(0, topicEnd) + client._emptyProperties;
  }
  if (firstByte >= Packet.Publish + PublishFlag.Qos1) return handleWithReceipt(client, firstByte, topic, body.substr(topicEnd));
  return deliver(client, firstByte, topic, body.substr(topicEnd));
}

/** Handles a PUBLISH above QoS 0. `rest`: packet identifier, properties and payload. */
function handleWithReceipt(client: ClientState, firstByte: number, topic: string, rest: string): string {
  const qos = (firstByte >> 1) & 3;
  const id = wordAt(rest, 0);
  if (qos === 0) return "DUP at QoS 0"; // [MQTT-3.3.1-2]
  if (qos === 3) return "QoS 3"; // [MQTT-3.3.1-4]
  if (rest.length < 2 || !id) return "packet identifier missing"; // [MQTT-2.3.1-1]
  if (qos === 2) return handleQos2(client, firstByte, topic, id, rest.substr(2));
  const violation = deliver(client, firstByte, topic, rest.substr(2));
  if (!violation) send(client, Packet.Puback, word(id));
  return violation;
}

/** A message of QoS 2 is delivered once [MQTT-4.3.3-2]. */
function handleQos2(client: ClientState, firstByte: number, topic: string, id: number, rest: string): string {
  const unreleased = client._unreleased || {};
  client._unreleased = unreleased;
  if (!(id in unreleased)) {
    if (Object.keys(unreleased).length >= maxUnreleased) return "too many QoS 2 messages";
    const violation = deliver(client, firstByte, topic, rest);
    if (violation) return violation;
    unreleased[id] = true;
  }
  send(client, Packet.Pubrec, word(id));
  return "";
}

/** Hands a message to the program. `rest`: properties and payload. Returns what is wrong with them; "" if nothing is. */
function deliver(client: ClientState, firstByte: number, topic: string, rest: string): string {
  const emptyIn5 = client._emptyProperties; // "" before MQTT 5
  const message: Message & { dup: boolean } = {
    topic: topic,
    message: rest.substr(emptyIn5.length),
    qos: (firstByte >> 1) & 3,
    retain: (firstByte & PublishFlag.Retain) > 0,
    dup: (firstByte & PublishFlag.Dup) > 0,
  };
  if (emptyIn5 && rest[0] !== emptyIn5) return deliverWithProperties(client, message, rest);
  client.emit("message", message);
  return "";
}

/** Reads the properties of MQTT 5 into the message before it hands it to the program. */
function deliverWithProperties(client: ClientState, message: Message & { dup: boolean }, rest: string): string {
  const found = readProperties(rest, 0, [
    Property.PayloadFormat,
    Property.MessageExpiry,
    Property.ContentType,
    Property.ResponseTopic,
    Property.CorrelationData,
    Property.SubscriptionIdentifier,
  ]);
  if (!found) return "properties of PUBLISH";
  const properties = receivedProperties(found);
  const responseTopic = properties.responseTopic;
  if (responseTopic !== undefined && !isTopic(responseTopic)) {
    // Brokers pass it on unseen: it is its sender's fault, and no reason to end the connection.
    client.emit("error", "skipped a message on " + message.topic + ": malformed response topic " + responseTopic); // [MQTT5-3.3.2-14]
    return "";
  }
  message.message = rest.substr(found.end);
  message.properties = properties;
  client.emit("message", message);
  return "";
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
  if (client._unreleased) delete client._unreleased[id];
  send(client, Packet.Pubcomp, word(id));
}
