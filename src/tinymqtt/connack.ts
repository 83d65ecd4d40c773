/** Handles CONNACK: the broker accepts the client or refuses it. */
import { flush } from "./outbox.ts";
import { failuresOfRefusal, Reason, refusalText } from "./reasons.ts";
import { lose, setState } from "./state.ts";
import { resubscribe } from "./subscriptions.ts";
import { State, type ClientState, type Session } from "./types.ts";

/** Returns what is wrong with the packet; "" if it is valid. */
export function handleConnack(client: ClientState, flags: number, code: number): string {
  if (flags > 1) return "CONNACK with reserved flags";
  if (code) refuse(client, code, refusalText(code));
  else accept(client, { sessionPresent: flags === 1 });
  return "";
}

export function refuse(client: ClientState, code: number, reason: string): void {
  client._failures = failuresOfRefusal;
  client.emit("refused", code);
  lose(client, Reason.Refused, reason);
}

export function accept(client: ClientState, session: Session): void {
  const sessionPresent = session.sessionPresent;
  setState(client, State.Online);
  client._sinceOpen = client._sincePing = client._sinceReceived = client._receivedBytes = client.sinceReceipt = 0;
  client._isPinging = false;
  if (!sessionPresent) forgetSession(client);
  else if (client._isClean) client.emit("error", "the broker resumed a session, although a clean one was requested"); // [MQTT-3.2.2-1]
  client.emit("connected", session);
  resubscribe(client, sessionPresent);
  flush(client);
}

/** The broker has no session: half-finished QoS 2 exchanges start over. */
function forgetSession(client: ClientState): void {
  delete client._unreleased;
  for (const message of client._outbox) message._isReleased = false;
}
