/** CONNACK: the broker took the client, or says why not. */
import { flush } from "./outbox.ts";
import { Reason, refusalText } from "./reasons.ts";
import { lose, setState } from "./state.ts";
import { resubscribe } from "./subscriptions.ts";
import { State, type ClientState } from "./types.ts";

const enum Refused {
  /** As many failures as make the next wait random in the whole of 0..retry.longest: asking again soon helps nobody. */
  Failures = 99,
}

/** Returns what is wrong with the packet, "" for nothing. */
export function handleConnack(client: ClientState, flags: number, code: number): string {
  if (flags > 1) return "CONNACK with reserved flags";
  if (code) refuse(client, code);
  else accept(client, flags === 1);
  return "";
}

function refuse(client: ClientState, code: number): void {
  client._failures = Refused.Failures;
  client.emit("refused", code);
  lose(client, Reason.Refused, refusalText(code));
}

function accept(client: ClientState, sessionPresent: boolean): void {
  setState(client, State.Online);
  client._sinceOpen = client._sincePing = client._sinceReceived = client._receivedBytes = 0;
  client._isPinging = false;
  if (!sessionPresent) forgetSession(client);
  else if (client._isClean) client.emit("error", "the broker has a session, though a clean one was asked for"); // [MQTT-3.2.2-1]
  client.emit("connected", { sessionPresent: sessionPresent });
  resubscribe(client, sessionPresent);
  flush(client);
}

/** The broker knows nothing any more: what was half exchanged at QoS 2 starts over. */
function forgetSession(client: ClientState): void {
  client._unreleased = {};
  for (const message of client._outbox) message._isReleased = false;
}
