/** Filters: remembered, asked for at each connect, and what the broker granted. */
import { toBytes } from "#to-bytes";
import { nextPacketId } from "./outbox.ts";
import { field, Packet, word } from "./packets.ts";
import { send } from "./send.ts";
import { isFilter } from "./topics.ts";
import type { ClientState } from "./types.ts";

const enum Granted {
  Refused = 0x80,
}

/** What is remembered of a filter, beside its QoS: given up, and the broker is still to be told. */
const givenUp = -1;

/**
 * Remembers a QoS for these filters, and asks for what is new.
 * @throws {Error} on a malformed filter or QoS
 */
export function subscribe(client: ClientState, filters: string | string[], qos: number): void {
  if (!(qos >= 0 && qos <= 2)) throw new Error("bad QoS: " + qos); // [MQTT-3.8.3-4]
  const changed = change(client, filters, qos);
  if (client.connected) request(client, Packet.Subscribe, changed);
}

/**
 * Gives filters up, and tells the broker.
 * @throws {Error} on a malformed filter
 */
export function unsubscribe(client: ClientState, filters: string | string[]): void {
  const changed = change(client, filters, givenUp);
  if (client.connected) request(client, Packet.Unsubscribe, changed);
}

/** Returns the filters for which this is new: for one that is asked for twice, a broker repeats its retained messages. */
function change(client: ClientState, filters: string | string[], wish: number): string[] {
  const changed: string[] = [];
  for (const text of ([] as string[]).concat(filters)) {
    const filter = toBytes(text);
    if (!isFilter(filter)) throw new Error("bad filter: " + text);
    if (client._filters[filter] === wish) continue;
    client._filters[filter] = wish;
    changed.push(filter);
  }
  return changed;
}

/** Sends one SUBSCRIBE or UNSUBSCRIBE for these filters [MQTT-3.8.3-3], and remembers what its answer will be about. */
function request(client: ClientState, firstByte: Packet.Subscribe | Packet.Unsubscribe, filters: string[]): void {
  if (!filters.length) return;
  const id = nextPacketId(client);
  let body = word(id);
  for (const filter of filters) {
    body += field(filter);
    if (firstByte === Packet.Subscribe) body += String.fromCharCode(client._filters[filter]!);
  }
  client._unanswered[id] = filters;
  send(client, firstByte, body);
}

/** At each connect: every filter again, in one packet. A kept session is also told what was given up meanwhile. */
export function resubscribe(client: ClientState, sessionPresent: boolean): void {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const filter in client._filters) {
    if (client._filters[filter] !== givenUp) wanted.push(filter);
    else if (sessionPresent) unwanted.push(filter);
    else delete client._filters[filter];
  }
  request(client, Packet.Subscribe, wanted);
  request(client, Packet.Unsubscribe, unwanted);
}

/** SUBACK, with one byte for each filter. False if it cannot be an answer to what was asked. */
export function handleSuback(client: ClientState, id: number, granted: string): boolean {
  const filters = client._unanswered[id];
  if (!filters) return true; // nothing of ours
  if (granted.length !== filters.length) return false; // [MQTT-3.8.4-5]
  const levels: number[] = [];
  for (let i = 0; i < granted.length; i++) {
    const level = granted.charCodeAt(i);
    if (level > 2 && level !== Granted.Refused) return false; // [MQTT-3.9.3-2]
    if (level === Granted.Refused) client.emit("error", "subscription refused: " + filters[i]!);
    levels.push(level);
  }
  delete client._unanswered[id];
  client.emit("subscribed", { filters: filters, granted: levels });
  return true;
}

/** UNSUBACK: the filters are forgotten, but for those that were asked for again meanwhile. */
export function handleUnsuback(client: ClientState, id: number): void {
  for (const filter of client._unanswered[id] || []) {
    if (client._filters[filter] === givenUp) delete client._filters[filter];
  }
  delete client._unanswered[id];
}
