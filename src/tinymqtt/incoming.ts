/** Packets from the broker: what each of them does, and which of them a broker may not send. */
import type { Inside } from "./types.ts";
import { connack, lose } from "./connection.ts";
import { Most, Packet, word } from "./packets.ts";
import { sending } from "./seldom.ts";
import { suback } from "./subscriptions.ts";

/**
 * Takes a packet of which `body` has come: all of it, or its beginning if it is too long to hold. Returns what is to be
 * sent back, "" for nothing, undefined if more of it must come first. A violation of the protocol ends the connection
 * [MQTT-4.8.0-1].
 */
export function packetCame(client: Inside, first: number, length: number, body: string): string | undefined {
  const isMessage = first >> 4 === Packet.Publish >> 4;
  if (first === Packet.Connack && !client.connected && length === 2) {
    connack(client, body.charCodeAt(0), body.charCodeAt(1));
    return "";
  }
  if (!client.connected || first === Packet.Connack) return violation(client, "CONNACK expected once, first"); // [MQTT-3.2.0-1]
  if (isMessage) return message(client, first, length, body);
  if (length > body.length) return violation(client, "packet too long");
  return answer(client, first, body);
}

function violation(client: Inside, what: string): string {
  lose(client, "protocol error: " + what);
  return "";
}

/** PUBLISH: for the program; its receipt for the broker. */
function message(client: Inside, first: number, length: number, body: string): string | undefined {
  const qos = (first >> 1) & 3;
  const topic = body.substr(2, (body.charCodeAt(0) << 8) | body.charCodeAt(1));
  const longest = client._options.maxPacket || 4096;
  let at = 2 + ((body.charCodeAt(0) << 8) | body.charCodeAt(1));
  let id = 0;
  if (qos) {
    id = (body.charCodeAt(at) << 8) | body.charCodeAt(at + 1);
    at += 2;
  }
  if (length > longest && at > body.length && body.length <= longest) return undefined;
  if (qos > 2) return violation(client, "QoS 3"); // [MQTT-3.3.1-4]
  if (!qos && first & 8) return violation(client, "DUP at QoS 0"); // [MQTT-3.3.1-2]
  if (at > length || (qos && !id && at <= body.length)) return violation(client, "PUBLISH cut short");
  const receipt = qos && at <= body.length ? String.fromCharCode(qos > 1 ? Packet.Pubrec : Packet.Puback, 2) + word(id) : "";
  if (length > longest) {
    // Its receipt goes out all the same [MQTT-4.5.0-2], or the broker would send it again at each connect.
    client.emit("error", "skipped a message of " + length + " bytes on " + topic.substr(0, 64));
    return receipt;
  }
  if (!sending().isTopic(topic)) return violation(client, "bad topic"); // [MQTT-3.3.2-1] [MQTT-3.3.2-2]
  client._topic = topic;
  if (qos > 1) {
    if (!client._unreleased) client._unreleased = {};
    if (id in client._unreleased) return receipt; // delivered already [MQTT-4.3.3-2]
    if (Object.keys(client._unreleased).length >= Most.Unreleased) return violation(client, "too many at QoS 2");
    client._unreleased[id] = 1;
  }
  client.emit("message", { topic: topic, message: body.substr(at), qos: qos, retain: (first & 1) > 0, dup: (first & 8) > 0 });
  return receipt;
}

/** All other packets: answers to what the client sent, and PUBREL. Identifiers that nothing waits for say nothing. */
function answer(client: Inside, first: number, body: string): string {
  const id = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  let known = body.length === 2 && id > 0;
  let reply = "";
  if (first === Packet.Pingresp && !body) {
    known = true;
    // The next PINGREQ is due a period after the last one, not after its answer.
    if (client._quiet < 0) client._quiet += (client._options.pingTimeout || 10000) / 1000;
  } else if (first === Packet.Suback && body.length > 2) {
    known = suback(client, id, body.substr(2));
  } else if (known) {
    if (first === Packet.Unsuback) suback(client, id, "");
    else if (first === Packet.Puback || first === Packet.Pubcomp) sending().settle(client, first, id);
    else if (first === Packet.Pubrec) {
      sending().settle(client, first, id);
      reply = String.fromCharCode(Packet.Pubrel, 2) + body;
    } else if (first === Packet.Pubrel) {
      if (client._unreleased) delete client._unreleased[id];
      reply = String.fromCharCode(Packet.Pubcomp, 2) + body;
    } else known = false;
  }
  return known ? reply : violation(client, "malformed or unexpected packet");
}
