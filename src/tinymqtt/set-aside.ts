/**
 * What the broker hangs up at, again and again, is set aside, so that it does not hold up the rest: a message to a topic
 * that it does not allow, for instance. Connections that do not last are what makes a message suspect; from then on messages
 * go one by one, so that it is known which it was.
 */
import { enqueue, remove } from "./outbox.ts";
import type { Aside, ClientState } from "./types.ts";

const enum Suspicion {
  /** Connections that end at the same message before it is set aside. */
  Strikes = 3,
  /** Seconds of a connection after which what was set aside is tried again: at most these, see `_retryAsideAfter`. */
  LongestRetry = 3600,
}

/** The connection has broken by itself. To be called while what is in flight is still known. */
export function suspectLastSent(client: ClientState): void {
  const wasStable = client._sinceOpen >= client._stableAfter;
  client._isCautious = !wasStable && client._failures > 0; // one that does not last may be chance
  // A kept session is to get everything again, in order [MQTT-4.4.0-1].
  if (wasStable || !client._isClean || client._inflight !== 1) return;
  const message = client._outbox[0]!;
  // Of those of which only the latest counts, each connection has another.
  const key = message.latest ? message.topic : message._id;
  if (key !== client._suspect) client._strikes = 0;
  client._suspect = key;
  client._strikes!++;
  if (client._strikes === Suspicion.Strikes) setAside(client);
}

/** One of which only the latest counts waits until a connection has lasted; others go behind the rest. */
function setAside(client: ClientState): void {
  const message = remove(client, 0);
  message._id = 0;
  client._suspect = undefined;
  if (message.latest) {
    client._aside = client._aside || {};
    client._aside[message.topic] = message;
  } else {
    client.queued = client._outbox.push(message);
  }
  client.aside = message.topic;
  client.emit("error", "the broker hangs up at " + message.topic + ": set aside");
}

/** Tries again what was set aside once the connection has lasted for long enough, longer each time. */
export function retryAside(client: ClientState, aside: Aside): void {
  const after = client._retryAsideAfter || client._stableAfter;
  if (client._sinceOpen < after) return;
  client._retryAsideAfter = Math.min(2 * after, Suspicion.LongestRetry);
  client._aside = client.aside = undefined;
  for (const topic in aside) enqueue(client, aside[topic]!);
}
