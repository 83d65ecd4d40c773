/** The one place where bytes are handed to the socket. */
import { packet } from "./packets.ts";
import type { ClientState } from "./types.ts";

/** Bytes that may wait behind the socket. */
export const enum Unsent {
  /** No message of the program's is added above this. */
  Limit = 4096,
  /** A broker that makes the client answer, and does not read the answers, is left above this. */
  GiveUp = 16384,
}

/** Sends a packet. False if the broker has closed: the event that says so is on its way, and the connection is lost then. */
export function send(client: ClientState, firstByte: number, body: string): boolean {
  const bytes = packet(firstByte, body);
  client._unsentBytes += bytes.length;
  try {
    client._socket!.write(bytes);
  } catch {
    return false;
  }
  return true;
}
