/** Bytes in: cuts the stream into packets. Holds at most one packet that is not whole; skips one that is too long. */
import { lose, write } from "./connection.ts";
import { oversize, received } from "./messages.ts";
import { answered } from "./answers.ts";
import type { Socket } from "./options.ts";

/** The socket's data listener. */
export function receive(this: Socket, bytes: string): void {
  const client = this._client;
  if (!client) return;
  client._sinceHeard = 0;
  if (client._skip) {
    const skipped = Math.min(client._skip, bytes.length);
    client._skip -= skipped;
    bytes = bytes.substr(skipped);
  }
  // `+=` appends in place: a packet that comes in many pieces is not copied at each of them.
  if (client._partial) bytes = client._partial += bytes;
  const end = bytes.length;
  let start = 0;
  let replies = "";
  while (end - start > 1) {
    let at = start + 2;
    let length = bytes.charCodeAt(start + 1);
    if (length > 127) {
      let digit = length;
      let shift = 7;
      length &= 127;
      while (digit > 127 && shift < 28 && at < end) {
        digit = bytes.charCodeAt(at++);
        length |= (digit & 127) << shift;
        shift += 7;
      }
      if (digit > 127) {
        if (shift < 28) break;
        return lose(client, "protocol error: remaining length");
      }
    }
    const first = bytes.charCodeAt(start);
    const isMessage = first >> 4 === 3;
    let reply: string | undefined;
    if (length > (client._options.maxPacket || 4096)) {
      reply = oversize(client, first, length, bytes.substr(at));
      if (reply === undefined) break;
      client._skip = Math.max(0, at + length - end);
    } else {
      if (at + length > end) break;
      reply = (isMessage ? received : answered)(client, first, bytes.substr(at, length));
    }
    // A protocol error, or a refusal, has ended the connection.
    if (!this._client) return;
    replies += reply;
    start = at + length;
  }
  client._partial = bytes.substr(start);
  if (replies) write(client, replies);
  if (client._behind > 2 * (client._options.maxPacket || 4096)) lose(client, "broker does not read");
}
