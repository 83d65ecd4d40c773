/** Any packet, taken with all care: what is not the usual message of QoS 0 of wire.ts. */
import { write } from "./connection.ts";
import { Most, Packet } from "./packets.ts";
import { seldom, sending } from "./seldom.ts";
import type { Inside } from "./types.ts";

const enum Length {
  /** 128 to the power of the digits that may follow the first one [MQTT-2.2.3]. */
  Scale = 0x200000,
}

/** Takes the packet that begins at `start`. Returns its bytes, more than came if it is one to skip; 0 if more must come. */
export function takePacket(client: Inside, bytes: string, start: number): number {
  const first = bytes.charCodeAt(start);
  const longest = client._options.maxPacket || 4096;
  let at = start + 1;
  let digit = 128;
  let length = 0;
  for (let scale = 1; digit > 127; scale *= 128) {
    if (scale > Length.Scale) return seldom().lose(client, "protocol error: remaining length");
    if (at === bytes.length) return 0;
    digit = bytes.charCodeAt(at++);
    length += (digit & 127) * scale;
  }
  const body = bytes.substr(at, length);
  if (body.length < length && length <= longest) return 0;
  let reply: string | undefined;
  const number = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  const id = body.substr(2 + number, 2);
  const topic = body.substr(2, number);
  if (client.connected && first === Packet.Puback && length === 2 && number) {
    sending().settle(client, first, number);
  } else if (
    // QoS 1, and DUP or not
    client.connected && (first | 9) === (Packet.Publish | 11) && length <= longest && id.length > 1 && id !== "\0\0" &&
    (topic === client._topic || sending().isTopic(topic))
  ) {
    client._topic = topic;
    client.emit("message", { topic: topic, message: body.substr(4 + number), qos: 1, retain: (first & 1) > 0, dup: (first & 8) > 0 });
    reply = String.fromCharCode(Packet.Puback, 2) + id;
  } else {
    reply = seldom().packetCame(client, first, length, body);
    if (reply === undefined || !client._socket) return 0;
    if (length > body.length) client._skip = length - body.length;
  }
  if (reply) {
    write(client, reply);
    if (client._behind > Most.Unread) seldom().lose(client, "broker does not read");
  }
  return at - start + length;
}
