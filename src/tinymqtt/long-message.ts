/**
 * Sends a long message in pieces. Only one of them is in RAM at a time, since the message may lie in flash; the next one
 * follows when the socket has sent the last. Other packets wait behind it, for nothing may come inside a packet.
 */
import { Unsent } from "./send.ts";
import type { ClientState } from "./types.ts";

/** Bytes: about what Espruino's socket sends at a time. */
const pieceSize = 512;

/** Begins a PUBLISH. `start`: its body up to the payload. False if the broker has closed. */
export function beginLongMessage(client: ClientState, firstByte: number, start: string, payload: string): boolean {
  let head = String.fromCharCode(firstByte);
  let left = start.length + payload.length;
  for (; left > 127; left >>= 7) head += String.fromCharCode((left & 127) | 128);
  client._long = { waiting: [payload], written: 0 };
  client._unsentBytes = Unsent.Limit + 1; // so that the program's other messages wait
  return write(client, head + String.fromCharCode(left) + start);
}

/** Writes the next piece; call it when the socket has sent everything. */
export function continueLongMessage(client: ClientState): void {
  const long = client._long!;
  const bytes = long.waiting[0]!;
  const piece = bytes.substr(long.written, pieceSize);
  long.written += pieceSize;
  if (long.written >= bytes.length) {
    long.waiting.shift();
    long.written = 0;
  }
  if (!long.waiting.length) {
    delete client._long;
    client._unsentBytes = piece.length;
  }
  write(client, piece);
}

/** False if the broker has closed; the close event is on its way. */
function write(client: ClientState, bytes: string): boolean {
  try {
    client._socket!.write(bytes);
  } catch {
    return false;
  }
  return true;
}
