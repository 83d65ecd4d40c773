/**
 * All that a socket tells, in one listener for all its events: they differ in what they bring. Bytes are cut into
 * packets here; a message of QoS 0 is delivered here too, since nothing comes more often. Espruino reads a loop's text
 * anew each time round, what it skips too: so the loop holds no more than that.
 */
import { allOptions, shortcuts } from "#features";
import type { Socket } from "./options.ts";
import { Packet } from "./packets.ts";
import { receiving, seldom, sending } from "./seldom.ts";

/** `data` brings a string, `close` a boolean; `connect` and `drain` neither. */
export function wire(this: Socket, bytes?: string | boolean): void {
  const client = this._client;
  if (!client) return;
  if (typeof bytes !== "string") {
    if (typeof bytes === "boolean") seldom()._lose(client, "closed by broker");
    else if (client._behind < 0) seldom()._opened(client);
    else {
      client._behind = 0;
      if (client._inflight < client._outbox.length) sending()._flush(client);
    }
    return;
  }
  client._heard = 0;
  if (this._skip) {
    const left = this._skip - bytes.length;
    bytes = bytes.substr(this._skip);
    if (left > 0) this._skip = left;
    else delete this._skip;
  }
  // `+=` appends in place: a packet that comes in many pieces is not copied at each of them.
  if (this._partial) bytes = this._partial += bytes;
  const end = bytes.length;
  const longest = (allOptions && client._options.maxPacket) || 4096; // not `longestPacket`, which would stay in RAM for it
  let start = 0;
  // Declared outside: a `let` in a loop makes a scope of its own each time round.
  let first = 0;
  let at = 0;
  let length = 0;
  let next = 0;
  let size = 0;
  let topic = "";
  while (end - start > 1) {
    if (shortcuts) {
      first = bytes.charCodeAt(start);
      at = start + 2;
      length = bytes.charCodeAt(start + 1);
      // With a second digit it is right; with a third one it is over 16383, and not looked at here.
      if (length > 127) length += 128 * (bytes.charCodeAt(at++) - 1);
      next = at + length;
      if (next > end && length <= longest) break;
      size = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
      topic = bytes.substr(at + 2, size);
      at += 2 + size;
      // The last topic of this connection that proved good is kept: most messages come on few topics.
      if (topic === client._topic && first >> 1 === Packet.Publish >> 1 && at <= next && next <= end) {
        client.emit("message", { topic: topic, message: bytes.substr(at, next - at), qos: 0, retain: first > Packet.Publish, dup: false });
        start = next;
        continue;
      }
    }
    // Without a socket of its own any more, the rest is nobody's; with 0, more must come first.
    size = (shortcuts ? receiving() : seldom())._takePacket!(client, bytes, start);
    if (!this._client) return;
    if (!size) break;
    start += size;
  }
  if (start < end) {
    if (start || !this._partial) this._partial = bytes.substr(start);
  } else if (this._partial) delete this._partial;
}
