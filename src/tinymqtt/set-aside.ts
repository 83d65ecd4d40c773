/**
 * Sets aside a message at which the broker keeps closing the connection, for instance because its topic is not allowed, so
 * that it does not block the rest. After a short connection messages go one by one, which shows which of them it was.
 */
import { enqueue, remove } from "./outbox.ts";
import type { Aside, ClientState } from "./types.ts";

const enum Suspicion {
  /** Connections that must end at the same message before it is set aside. */
  Strikes = 3,
  /** Upper limit for `_retryAsideAfter`, seconds. */
  LongestRetry = 3600,
}

/** Finds out which message broke the connection. Call it while messages still count as in flight. */
export function suspectLastSent(client: ClientState): void {
  const wasStable = client._sinceOpen >= client._stableAfter;
  client._isOneByOne = !wasStable && client._failures > 0; // a single short connection may be chance
  // A persistent session must resend everything in order [MQTT-4.4.0-1].
  if (wasStable || !client._isClean || client._inflight !== 1) return;
  const message = client._outbox[0]!;
  // A `latest` message differs from connection to connection.
  const key = message.latest ? message.topic : message._id;
  if (key !== client._suspect) client._strikes = 0;
  client._suspect = key;
  client._strikes!++;
  if (client._strikes === Suspicion.Strikes) setAside(client);
}

/** A `latest` message waits until a connection has lasted; any other goes to the end of the outbox. */
function setAside(client: ClientState): void {
  const message = remove(client, 0);
  message._id = 0;
  delete client._suspect;
  if (message.latest) {
    client._aside = client._aside || {};
    client._aside[message.topic] = message;
  } else {
    client.queued = client._outbox.push(message);
  }
  client.aside = message.topic;
  client.emit("error", "the broker hangs up at " + message.topic + ": set aside");
}

/** Retries what was set aside once the connection has lasted long enough; the time doubles with each retry. */
export function retryAside(client: ClientState, aside: Aside): void {
  const after = client._retryAsideAfter || client._stableAfter;
  if (client._sinceOpen < after) return;
  client._retryAsideAfter = Math.min(2 * after, Suspicion.LongestRetry);
  client._aside = client.aside = undefined;
  for (const topic in aside) enqueue(client, aside[topic]!);
}
