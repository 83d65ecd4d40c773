/** Handles the packets of MQTT 5 that differ from those of 3.1.1: reason codes and properties. */
import { handleConnackOf5 } from "./connack-5.ts";
import { handlePubrel } from "./incoming-publish.ts";
import { findInFlight, flush, giveUp, handlePuback, handlePubcomp, handlePubrec } from "./outbox.ts";
import { Packet, wordAt } from "./packets.ts";
import { Property, readProperties, type ReceivedProperties } from "./properties.ts";
import { explain, ReasonCode } from "./reason-codes.ts";
import { failuresOfRefusal, Reason } from "./reasons.ts";
import { lose } from "./state.ts";
import { handleSuback, handleUnsuback, unansweredFilters } from "./subscriptions.ts";
import type { ClientState } from "./types.ts";

/** Returns what is wrong with a packet; "" if it is valid. */
export function handlePacketOf5(client: ClientState, firstByte: number, body: string): string {
  const id = wordAt(body, 0);
  if (firstByte === Packet.Connack && body.length > 1) return handleConnackOf5(client, body);
  if (firstByte === Packet.Disconnect) return handleDisconnect(client, body);
  if (body.length < 2 || !id) return "malformed packet";
  if (firstByte === Packet.Suback || firstByte === Packet.Unsuback) return handleAnswer(client, firstByte, id, body);
  return handleReceipt(client, firstByte, id, body);
}

/** SUBACK or UNSUBACK: properties, then a reason code for each filter. */
function handleAnswer(client: ClientState, firstByte: number, id: number, body: string): string {
  const properties = readProperties(body, 2, [Property.ReasonString]);
  if (!properties || properties.end === body.length) return "malformed packet";
  const codes = body.substr(properties.end);
  if (firstByte === Packet.Suback) return handleSuback(client, id, codes) ? "" : "SUBACK";
  const filters = unansweredFilters(client, id);
  for (let i = 0; i < filters.length; i++) {
    const code = codes.charCodeAt(i);
    if (code >= ReasonCode.Failure) client.emit("error", "unsubscribing refused: " + filters[i]! + ": " + explain(code, properties));
  }
  handleUnsuback(client, id);
  return "";
}

/** PUBACK, PUBREC, PUBREL or PUBCOMP: a reason code, omitted if it is 0, then properties, omitted if empty. */
function handleReceipt(client: ClientState, firstByte: number, id: number, body: string): string {
  const code = body.length > 2 ? body.charCodeAt(2) : 0;
  const properties = body.length > 3 ? readProperties(body, 3, [Property.ReasonString]) : { end: body.length };
  if (!properties || properties.end !== body.length) return "malformed packet";
  const isFirst = firstByte === Packet.Puback || firstByte === Packet.Pubrec;
  if (isFirst && code >= ReasonCode.Failure) reject(client, firstByte, id, code, properties);
  else {
    if (isFirst && code === ReasonCode.NoMatchingSubscribers) countUnheard(client, id);
    if (firstByte === Packet.Puback) handlePuback(client, id);
    else if (firstByte === Packet.Pubrec) handlePubrec(client, id);
    else if (firstByte === Packet.Pubrel) handlePubrel(client, id);
    else if (firstByte === Packet.Pubcomp) handlePubcomp(client, id);
    else return "unexpected packet";
  }
  return "";
}

/** The broker does not take a message: sending it again would not help. */
function reject(client: ClientState, firstByte: number, id: number, code: number, properties: ReceivedProperties): void {
  const message = client._outbox[findInFlight(client, id)];
  if (!message || message._isReleased || (message.qos === 1) !== (firstByte === Packet.Puback)) return;
  client.sinceReceipt = 0;
  giveUp(client, message, "broker refused " + message.topic + ": " + explain(code, properties));
  flush(client);
}

/** Nobody subscribes to the topic. A retained message waits for its reader. */
function countUnheard(client: ClientState, id: number): void {
  const message = client._outbox[findInFlight(client, id)];
  if (message && !message.retain) client.unheard = (client.unheard || 0) + 1;
}

/** DISCONNECT: the broker ends the connection, and says why. */
function handleDisconnect(client: ClientState, body: string): string {
  const code = body.charCodeAt(0) || 0;
  const properties = body.length > 1 ? readProperties(body, 1, [Property.ReasonString, Property.ServerReference]) : { end: body.length };
  if (!properties || properties.end !== body.length) return "DISCONNECT";
  if (isRefusal(code)) {
    client._failures = failuresOfRefusal;
    lose(client, Reason.Refused, "refused: " + explain(code, properties));
  } else lose(client, Reason.ClosedByBroker, "closed by broker" + (code ? ": " + explain(code, properties) : ""));
  return "";
}

/** Whether the broker refuses this client, for some time at least. What else ends a connection may come of a single packet, or pass. */
function isRefusal(code: number): boolean {
  const refusals: number[] = [
    ReasonCode.ServerBusy,
    ReasonCode.SessionTakenOver,
    ReasonCode.QuotaExceeded,
    ReasonCode.AdministrativeAction,
    ReasonCode.UseAnotherServer,
    ReasonCode.ServerMoved,
    ReasonCode.ConnectionRateExceeded,
  ];
  return refusals.indexOf(code) >= 0;
}
