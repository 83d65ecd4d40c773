/** Subscriptions: remembers filters, subscribes at each connect, and reports what the broker granted. */
import { toBytes } from "#to-bytes";
import { nextPacketId } from "./outbox.ts";
import { field, Packet, word } from "./packets.ts";
import { reasonText } from "./reason-codes.ts";
import { send } from "./send.ts";
import { isFilter } from "./topics.ts";
import type { ClientState } from "./types.ts";

/** SUBACK return code for a refused filter. */
const refusedFilter = 0x80;

/** In place of a filter's QoS: unsubscribed, but the broker has not confirmed it yet. */
const unsubscribed = -1;

/**
 * Remembers filters with their QoS, and subscribes to those that are new.
 * @throws {Error} on a malformed filter or QoS
 */
export function subscribe(client: ClientState, filters: string | string[], qos: number): void {
  if (!(qos >= 0 && qos <= 2)) throw new Error("bad QoS: " + qos); // [MQTT-3.8.3-4]
  const changed = setSubscriptions(client, filters, qos);
  if (client.connected) request(client, Packet.Subscribe, changed);
}

/**
 * Unsubscribes from filters.
 * @throws {Error} on a malformed filter
 */
export function unsubscribe(client: ClientState, filters: string | string[]): void {
  const changed = setSubscriptions(client, filters, unsubscribed);
  if (client.connected) request(client, Packet.Unsubscribe, changed);
}

/** Remembers a QoS for filters. Returns those that changed: subscribing again would make the broker repeat retained messages. */
function setSubscriptions(client: ClientState, filters: string | string[], qos: number): string[] {
  const changed: string[] = [];
  for (const text of ([] as string[]).concat(filters)) {
    const filter = toBytes(text);
    if (!isFilter(filter)) throw new Error("bad filter: " + text);
    if (client._filters[filter] === qos) continue;
    client._filters[filter] = qos;
    changed.push(filter);
  }
  return changed;
}

/** Sends one SUBSCRIBE or UNSUBSCRIBE for these filters [MQTT-3.8.3-3], and remembers them for its answer. */
function request(client: ClientState, firstByte: Packet.Subscribe | Packet.Unsubscribe, filters: string[]): void {
  if (!filters.length) return;
  const id = nextPacketId(client);
  let body = word(id) + client._emptyProperties;
  for (const filter of filters) {
    body += field(filter);
    if (firstByte === Packet.Subscribe) body += String.fromCharCode(client._filters[filter]!);
  }
  if (client._limits && body.length > client._limits.body) {
    client.emit("error", "subscription too long for the broker: " + filters.join());
    return;
  }
  client._usedIds[id] = filters;
  send(client, firstByte, body);
}

/** Subscribes to every filter at each connect, in one packet. In a persistent session also sends pending UNSUBSCRIBEs. */
export function resubscribe(client: ClientState, sessionPresent: boolean): void {
  const toSubscribe: string[] = [];
  const toUnsubscribe: string[] = [];
  // In Espruino a `for..in` loop ends when the key that it is at is deleted.
  for (const filter of Object.keys(client._filters)) {
    if (client._filters[filter] !== unsubscribed) toSubscribe.push(filter);
    else if (sessionPresent) toUnsubscribe.push(filter);
    else delete client._filters[filter];
  }
  request(client, Packet.Subscribe, toSubscribe);
  request(client, Packet.Unsubscribe, toUnsubscribe);
}

/** The filters of the SUBSCRIBE or UNSUBSCRIBE with this packet identifier; none if there is no such one. */
export function unansweredFilters(client: ClientState, id: number): string[] {
  const filters = client._usedIds[id];
  return filters && filters !== true ? filters : [];
}

/** Handles SUBACK, one return code for each filter. False if it does not match the request. */
export function handleSuback(client: ClientState, id: number, granted: string): boolean {
  const filters = unansweredFilters(client, id);
  if (!filters.length) return true; // not ours
  if (granted.length !== filters.length) return false; // [MQTT-3.8.4-5]
  const levels: number[] = [];
  for (let i = 0; i < granted.length; i++) {
    const level = granted.charCodeAt(i);
    // MQTT 5 has other refusals besides.
    if (level > 2 && level !== refusedFilter && !(client._emptyProperties && level > refusedFilter)) return false; // [MQTT-3.9.3-2]
    if (level > 2) client.emit("error", "subscription refused: " + filters[i]! + (client._emptyProperties ? ": " + reasonText(level) : ""));
    levels.push(level);
  }
  delete client._usedIds[id];
  client.emit("subscribed", { filters: filters, granted: levels });
  return true;
}

/** Handles UNSUBACK: forgets the filters, except those subscribed again meanwhile. */
export function handleUnsuback(client: ClientState, id: number): void {
  const filters = unansweredFilters(client, id);
  for (const filter of filters) {
    if (client._filters[filter] === unsubscribed) delete client._filters[filter];
  }
  if (filters.length) delete client._usedIds[id];
}
