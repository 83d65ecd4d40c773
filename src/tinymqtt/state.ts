/** The client's state, and `lose`, the only way out of a connection. */
import { requeueInFlight } from "./outbox.ts";
import { Reason } from "./reasons.ts";
import { suspectLastSent } from "./set-aside.ts";
import { State, type ClientState } from "./types.ts";

export function setState(client: ClientState, state: State): void {
  client._state = state;
  client.connected = state === State.Online;
}

/** What the next wait depends on. */
type Backoff = Pick<ClientState, "_firstWait" | "_maxWait" | "_failures" | "_options">;

/** The wait before the next attempt, ms: random in 0..min(longest, first x 2^n), so that many clients do not reconnect at once. */
export function backoff(client: Backoff): number {
  return Math.min(client._maxWait, client._firstWait * Math.pow(2, client._failures++)) * (client._options.random || Math.random)();
}

/** No answer to a SUBSCRIBE or UNSUBSCRIBE comes any more. */
function forgetRequests(client: ClientState): void {
  const used = client._usedIds;
  for (const id of Object.keys(used)) if (used[+id] !== true) delete used[+id];
}

/** Clears what belongs to a connection: timer, socket, partial packets. */
function clear(client: ClientState): void {
  const socket = client._socket;
  clearTimeout(client._timer);
  client._timer = 0;
  client._socket = undefined;
  client._partial = "";
  client._bytesToSkip = 0;
  delete client._long;
  client._checkedTopic = undefined;
  client._lastHeader = "";
  client._lastTopic = "";
  forgetRequests(client);
  requeueInFlight(client);
  if (!socket) return;
  socket._client = undefined;
  socket.end();
}

/**
 * Ends a connection, an attempt or the wait for one, and emits the reason. Schedules the next attempt unless the program
 * asked to stop.
 */
export function lose(client: ClientState, code: Reason, reason: string): void {
  const before = client._state;
  const isAsked = code === Reason.Disconnected;
  // A refusal is about the client, not about a message.
  if (before === State.Online && code < Reason.Suspended && code !== Reason.Refused) suspectLastSent(client);
  clear(client);
  let wait = 0;
  if (isAsked || code === Reason.Suspended) {
    setState(client, State.Idle);
  } else {
    setState(client, State.Waiting);
    if (code !== Reason.VersionRefused) wait = backoff(client);
    client._timer = setTimeout(client._open, wait, client);
  }
  if (before === State.Connecting) client.emit("failed", reason, code, wait);
  if (before !== State.Online) return;
  if (!isAsked) {
    client.attempts = 0;
    client.losses++;
    client.last = reason;
    client.emit("lost", reason, code, wait);
  }
  client.emit("disconnected", reason, code, wait);
}
