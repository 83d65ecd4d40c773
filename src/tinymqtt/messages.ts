/** PUBLISH from the broker: a message for the program, a receipt for the broker. */
import type { Client } from "./client.ts";
import { lose } from "./connection.ts";
import { Packet, word } from "./packets.ts";
import { isTopic } from "./text.ts";

const enum Most {
  /** Messages of QoS 2 between PUBLISH and PUBREL: more than brokers have in flight. */
  Unreleased = 64,
}

/** A PUBLISH, its body whole. Returns the receipt to send, "" for none; a malformed one ends the connection. */
export function received(client: Client, first: number, body: string): string {
  const qos = (first >> 1) & 3;
  const size = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  const topic = body.substr(2, size);
  let start = 2 + size;
  let id = 0;
  let receipt = "";
  let known = false;
  if (qos) {
    id = (body.charCodeAt(start) << 8) | body.charCodeAt(start + 1);
    start += 2;
    receipt = String.fromCharCode(qos > 1 ? Packet.Pubrec : Packet.Puback, 2) + word(id);
    known = qos > 1 && id in client._unreleased;
  }
  if (
    !client.connected ||
    start > body.length ||
    qos > 2 ||
    (qos ? !id : first & 8) ||
    // The last topic that proved good is kept: brokers send many messages to few topics.
    (topic !== client._topic && !isTopic(topic)) ||
    (qos > 1 && !known && Object.keys(client._unreleased).length >= Most.Unreleased)
  ) {
    lose(client, "protocol error: PUBLISH");
  } else if (!known) {
    client._topic = topic;
    if (qos > 1) client._unreleased[id] = true;
    client.emit("message", {
      topic: topic,
      message: body.substr(start),
      qos: qos,
      retain: (first & 1) > 0,
      dup: (first & 8) > 0,
    });
  }
  return receipt;
}

/**
 * A packet that is too long to hold, of which `body` has come so far. A PUBLISH gets its receipt as if it had been
 * taken, or the broker would send it again at each connect; only its head is waited for (undefined: more is needed).
 */
export function oversize(client: Client, first: number, length: number, body: string): string | undefined {
  const qos = (first >> 1) & 3;
  const size = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  if (first >> 4 !== Packet.Publish >> 4 || !client.connected || qos > 2 || size > length - 4) {
    lose(client, "protocol error: packet too long");
    return "";
  }
  if (size + 4 > body.length && body.length < (client._options.maxPacket || 4096)) return undefined;
  client.emit("error", "skipped a message of " + length + " bytes on " + body.substr(2, Math.min(size, 64)));
  if (!qos || size + 4 > body.length) return "";
  const id = body.substr(2 + size, 2);
  if (qos > 1) client._unreleased[(id.charCodeAt(0) << 8) | id.charCodeAt(1)] = true;
  return String.fromCharCode(qos > 1 ? Packet.Pubrec : Packet.Puback, 2) + id;
}
