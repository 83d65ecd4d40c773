/**
 * All that a socket tells, in one listener for all its events: they differ in what they bring. Bytes are cut into
 * packets here; messages of QoS 0 and 1 are delivered here too, since nothing comes more often.
 */
import type { Socket } from "./options.ts";
import { Most, Packet } from "./packets.ts";
import { messages, seldom } from "./seldom.ts";

/** `data` brings a string, `close` a boolean; `connect` and `drain` neither. */
export function wire(this: Socket, event?: unknown): void {
  const client = this._client;
  if (!client) return;
  if (typeof event !== "string") {
    if (typeof event === "boolean") seldom().lose(client, "closed by broker");
    else if (client._behind < 0) seldom().opened(client);
    else {
      client._behind = 0;
      if (client._inflight < client._outbox.length) messages().flush(client);
    }
    return;
  }
  let bytes: string = event;
  client._heard = 0;
  if (client._skip) {
    const skipped = client._skip < bytes.length ? client._skip : bytes.length;
    client._skip -= skipped;
    bytes = bytes.substr(skipped);
  }
  // `+=` appends in place: a packet that comes in many pieces is not copied at each of them.
  if (client._partial) bytes = client._partial += bytes;
  const end = bytes.length;
  const longest = client._options.maxPacket || 4096;
  let start = 0;
  let replies = "";
  while (end - start > 1) {
    const first = bytes.charCodeAt(start);
    let at = start + 2;
    let length = bytes.charCodeAt(at - 1);
    if (length > 127) {
      let digit = length;
      let scale = 1;
      length &= 127;
      while (digit > 127 && scale < 0x200000 && at < end) {
        digit = bytes.charCodeAt(at++);
        scale *= 128;
        length += (digit & 127) * scale;
      }
      if (digit > 127) {
        if (scale < 0x200000) break;
        return seldom().lose(client, "protocol error: remaining length"); // [MQTT-2.2.3]
      }
    }
    const next = at + length;
    if (next > end && length <= longest) break;
    const size = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
    const topic = bytes.substr(at + 2, size);
    // 2 at QoS 1, which is how many bytes its packet identifier has.
    const qos1 = first & 2;
    const text = at + 2 + size + qos1;
    const id = bytes.substr(text - 2, 2);
    if (
      // The last topic of this connection that proved good is kept: most messages come on few topics.
      topic === client._topic &&
      text <= next &&
      next <= end &&
      ((first | 1) === (Packet.Publish | 1) || ((first | 9) === (Packet.Publish | 11) && id !== "\0\0"))
    ) {
      client.emit("message", { topic: topic, message: bytes.substr(text, next - text), qos: qos1 >> 1, retain: (first & 1) > 0, dup: (first & 8) > 0 });
      if (qos1) replies += String.fromCharCode(Packet.Puback, 2) + id;
    } else if (first === Packet.Puback && length === 2 && size && client.connected) {
      messages().settle(client, first, size);
    } else {
      const reply = seldom().packetCame(client, first, length, bytes.substr(at, length));
      if (reply === undefined) break;
      // A protocol error, a refusal or a listener has ended the connection.
      if (!this._client) return;
      if (next > end) client._skip = next - end;
      replies += reply;
    }
    start = next;
  }
  if (start < end) {
    if (start || !client._partial) client._partial = bytes.substr(start);
  } else if (client._partial) delete client._partial;
  if (replies) {
    client._behind += replies.length;
    this.write(replies);
    if (client._behind > Most.Unread) seldom().lose(client, "broker does not read");
  }
}
