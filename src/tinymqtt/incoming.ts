/** Packets from the broker: what each of them does, and which of them a broker may not send. */
import { allEvents, allOptions, changes, exactlyOnce, shortcuts, wildcards } from "#features";
import type { Events, Inside } from "./types.ts";
import { connack } from "./connection.ts";
import { longestPacket, Most, Packet, wordAt } from "./packets.ts";
import { sending } from "./seldom.ts";
import { suback, unsuback } from "./subscriptions.ts";

/**
 * Takes a packet of which `body` has come: all of it, or its beginning if it is too long to hold. Sends what it is to be
 * answered with. Returns what is wrong with it, "" for nothing; undefined if more of it must come first.
 */
export function packetCame(client: Inside, first: number, length: number, body: string): string | undefined {
  if (first >> 4 === Packet.Publish >> 4) return message(client, first, length, body);
  return length > body.length || !answer(client, first, body) ? "unexpected packet" : "";
}

/** PUBLISH: for the program; its receipt for the broker. */
function message(client: Inside, first: number, length: number, body: string): string | undefined {
  const qos = (first >> 1) & 3;
  const longest = longestPacket(client);
  const topicEnd = 2 + wordAt(body, 0);
  const topic = body.substring(2, topicEnd);
  const start = qos ? topicEnd + 2 : topicEnd;
  const id = body.substring(topicEnd, start);
  const number = wordAt(id, 0);
  const isWhole = start <= body.length;
  if (length > longest && !isWhole && body.length <= longest) return undefined;
  // QoS 3 [MQTT-3.3.1-4], DUP at QoS 0 [MQTT-3.3.1-2], cut short, without an identifier
  if (qos > 2 || (!qos && first & 8) || start > length || (qos && !number && isWhole)) return "malformed PUBLISH";
  if (length > longest) {
    client.emit("error", "skipped a message of " + length + " bytes on " + topic.substr(0, 64));
  } else {
    // Without wildcards a filter is a topic, which was good; any other is nobody's, and good if it is printable ASCII.
    const isAsked = wildcards || client._filters.hasOwnProperty(topic);
    const isGood = wildcards ? sending()._isTopic!(topic) : isAsked || /^[ -"$-*,-~]+$/.test(topic);
    if (!isGood) return "bad topic"; // [MQTT-3.3.2-1] [MQTT-3.3.2-2]
    if (shortcuts) client._topic = topic;
    let isNew = isAsked;
    if (exactlyOnce && qos > 1) {
      const unreleased = client._unreleased || (client._unreleased = {});
      isNew = !(number in unreleased); // or delivered already [MQTT-4.3.3-2]
      if (isNew && Object.keys(unreleased).length >= Most.Unreleased) return "too many at QoS 2";
      unreleased[number] = 1;
    }
    if (isNew) {
      const received: Events["message"][0] = { topic: topic, message: body.substr(start), qos: qos, retain: (first & 1) > 0 };
      if (allEvents) received.dup = (first & 8) > 0;
      client.emit("message", received);
    }
  }
  // A receipt for what was skipped, too [MQTT-4.5.0-2], or the broker would send it again at each connect.
  if (qos && isWhole) sending()._send(client, qos > 1 ? Packet.Pubrec : Packet.Puback, id);
  return "";
}

/** All other packets: answers to what the client sent, and PUBREL. False if it is malformed, or not for a client. */
function answer(client: Inside, first: number, body: string): boolean {
  const out = sending();
  const id = wordAt(body, 0);
  const isPair = body.length === 2;
  if (first === Packet.Connack && isPair) return connack(client, body.charCodeAt(0), body.charCodeAt(1));
  if (first === Packet.Suback && body.length > 2) return suback(client, id, body.substr(2));
  if (first === Packet.Pingresp && !body) {
    // The next PINGREQ is due a period after the last one, not after its answer.
    if (client._quiet < 0) client._quiet += ((allOptions && client._options.pingTimeout) || 10000) / 1000;
    return true;
  }
  if (!id || !isPair) return false;
  if (first === Packet.Puback || (exactlyOnce && (first === Packet.Pubcomp || first === Packet.Pubrec))) out._settle(client, first, id);
  else if (changes && first === Packet.Unsuback) unsuback(client, id);
  else if (first === Packet.Pubrel) {
    if (exactlyOnce && client._unreleased) delete client._unreleased[id];
    out._send(client, Packet.Pubcomp, body);
  } else return false;
  if (exactlyOnce && first === Packet.Pubrec) out._send(client, Packet.Pubrel, body);
  return true; // identifiers that nothing waits for say nothing
}
