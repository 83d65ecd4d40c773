/** Any packet, taken with all care: what is not the usual message of QoS 0 of wire.ts. */
import { shortcuts } from "#features";
import { lose } from "./connection.ts";
import { packetCame } from "./incoming.ts";
import { longestPacket, Most, Packet } from "./packets.ts";
import { seldom, sending } from "./seldom.ts";
import type { Inside } from "./types.ts";

const enum Length {
  /** 128 to the power of the digits that may follow the first one [MQTT-2.2.3]. */
  Scale = 0x200000,
}

/** [MQTT-4.8.0-1] */
function violation(client: Inside, what: string): 0 {
  return (shortcuts ? seldom()._lose : lose)(client, "protocol error: " + what);
}

/** Takes the packet that begins at `start`. Returns its bytes, more than came if it is one to skip; 0 if more must come. */
export function takePacket(client: Inside, bytes: string, start: number): number {
  const first = bytes.charCodeAt(start);
  // Known by its first byte: no need to wait for the rest of, say, an HTTP answer.
  if ((first === Packet.Connack) === client.connected) return violation(client, "CONNACK expected once, first"); // [MQTT-3.2.0-1]
  let at = start + 1;
  let digit = 128;
  let length = 0;
  for (let scale = 1; digit > 127; scale *= 128) {
    if (scale > Length.Scale) return violation(client, "remaining length");
    if (at === bytes.length) return 0;
    digit = bytes.charCodeAt(at++);
    length += (digit & 127) * scale;
  }
  const body = bytes.substr(at, length);
  const isShort = length <= longestPacket(client);
  if (body.length < length && isShort) return 0;
  if (!shortcuts || !usual(client, first, body, isShort)) {
    const wrong = (shortcuts ? seldom()._packetCame! : packetCame)(client, first, length, body);
    if (wrong) violation(client, wrong);
    if (wrong !== "" || !client._socket) return 0;
    if (length > body.length) client._socket._skip = length - body.length;
  }
  if (client._behind > Most.Unread) (shortcuts ? seldom()._lose : lose)(client, "broker does not read");
  return at - start + length;
}

/** A message of QoS 1, DUP or not, and a receipt for one: they come most often. False if it is anything else. */
function usual(client: Inside, first: number, body: string, isShort: boolean): boolean {
  const number = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  const id = body.substr(2 + number, 2);
  const topic = body.substr(2, number);
  if (first === Packet.Puback && body.length === 2 && number) {
    sending()._settle(client, first, number);
    return true;
  }
  if ((first | 9) !== (Packet.Publish | 11) || !isShort || id.length < 2 || id === "\0\0") return false;
  if (topic !== client._topic && !sending()._isTopic!(topic)) return false;
  client._topic = topic;
  client.emit("message", { topic: topic, message: body.substr(4 + number), qos: 1, retain: (first & 1) > 0, dup: (first & 8) > 0 });
  // Written here: to make all that sends takes longer than the rest.
  client._behind += 4;
  try {
    client._socket!.write(String.fromCharCode(Packet.Puback, 2) + id);
  } catch {
    // closed by the broker: the event that says so is on its way
  }
  return true;
}
