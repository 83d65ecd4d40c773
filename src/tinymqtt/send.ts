/** Sends packets, and counts the bytes that the socket has not sent yet. */
import type { ClientState } from "./types.ts";

/** Limits for the unsent bytes in the socket. */
export const enum Unsent {
  /** Above this no message of the program is added. */
  Limit = 4096,
  /** Above this the connection is dropped: the broker does not read. */
  GiveUp = 16384,
}

/**
 * Sends a packet: first byte, remaining length (one to four bytes of 7 bits [MQTT-2.2.3]), body. It waits while a long
 * message is under way. False if the broker has closed; the close event, which ends the connection, is on its way.
 */
export function send(client: ClientState, firstByte: number, body: string): boolean {
  let head = String.fromCharCode(firstByte);
  let left = body.length;
  for (; left > 127; left >>= 7) head += String.fromCharCode((left & 127) | 128);
  const bytes = head + String.fromCharCode(left) + body;
  client._unsentBytes += bytes.length;
  // A long message leaves more unsent than this until it is done.
  if (client._unsentBytes > Unsent.Limit && client._long) {
    client._long.waiting.push(bytes);
    return true;
  }
  try {
    client._socket!.write(bytes);
  } catch {
    return false;
  }
  return true;
}
