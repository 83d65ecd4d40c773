/** The client's state, and the one way out of a connection. */
import { waitAgain } from "./outbox.ts";
import { Reason } from "./reasons.ts";
import { suspectLastSent } from "./set-aside.ts";
import { State, type ClientState } from "./types.ts";

export function setState(client: ClientState, state: State): void {
  client._state = state;
  client.connected = state === State.Online;
}

/** The wait before the next attempt, ms: random in 0..min(longest, first x 2^n), so that many clients do not come at once. */
function backoff(client: ClientState): number {
  return Math.min(client._longestWait, client._firstWait * Math.pow(2, client._failures++)) * client._random();
}

/** Clears what belongs to a connection: its timer, its socket, half a packet. */
function clear(client: ClientState): void {
  const socket = client._socket;
  clearTimeout(client._timer);
  client._timer = 0;
  client._socket = undefined;
  client._partial = "";
  client._toSkip = 0;
  client._goodTopic = undefined;
  client._usualHead = "";
  client._unanswered = {};
  waitAgain(client);
  if (!socket) return;
  socket._client = undefined;
  socket.end();
}

/**
 * Ends a connection, an attempt, or the wait for one, and tells why. After what the program asked for nothing follows,
 * else the wait for the next attempt.
 */
export function lose(client: ClientState, code: Reason, reason: string): void {
  const before = client._state;
  const isAsked = code === Reason.Disconnected;
  if (before === State.Online && code < Reason.Suspended) suspectLastSent(client);
  clear(client);
  if (isAsked || code === Reason.Suspended) {
    setState(client, State.Idle);
  } else {
    setState(client, State.Waiting);
    client._timer = setTimeout(client._open, backoff(client), client);
  }
  if (before === State.Connecting) client.emit("failed", reason, code);
  if (before !== State.Online) return;
  if (!isAsked) {
    client.attempts = 0;
    client.losses++;
    client.last = reason;
    client.emit("lost", reason, code);
  }
  client.emit("disconnected", reason, code);
}
