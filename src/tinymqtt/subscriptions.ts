/** Filters: remembered, asked for at each connect, and what the broker granted. */
import { allEvents, changes, checks } from "#features";
import type { Inside } from "./types.ts";
import { Packet } from "./packets.ts";
import { sending } from "./seldom.ts";
import { toBytes } from "#strings";
import { isFilter } from "./text.ts";

/** A remembered filter that the program gave up: it goes once the broker knows. */
const enum Wish {
  None = -1,
}

/**
 * Remembers what the program wants of these filters, and tells the broker what is new: it would repeat the retained
 * messages of a filter that is asked for twice. Throws on a malformed filter.
 */
export function wish(client: Inside, filters: string | string[], qos: number): void {
  const changed: string[] = [];
  if (checks && qos > 2) throw new Error("bad QoS: " + qos); // [MQTT-3.8.3-4]
  for (const text of ([] as string[]).concat(filters)) {
    const filter = toBytes(text);
    if (checks && (!isFilter(filter) || !sending()._isText!(filter))) throw new Error("bad filter: " + text);
    if (client._filters[filter] === qos) continue;
    client._filters[filter] = qos;
    changed.push(filter);
  }
  if (client.connected) request(client, qos === Wish.None ? Packet.Unsubscribe : Packet.Subscribe, changed);
}

const enum Grant {
  Refused = 0x80,
}

/** Sends one SUBSCRIBE or UNSUBSCRIBE for these filters [MQTT-3.8.3-3], and remembers what its answer will be about. */
export function request(client: Inside, first: number, filters: string[]): void {
  if (!filters.length) return;
  const out = sending();
  const id = out._nextId(client);
  let body = out._word(id);
  for (const filter of filters) {
    body += out._field(filter);
    if (!changes || first === Packet.Subscribe) body += String.fromCharCode(client._filters[filter]!);
  }
  if (changes) {
    if (!client._unanswered) client._unanswered = {};
    client._unanswered[id] = filters;
  }
  out._send(client, first, body);
}

/** At each connect: every filter again, in one packet. A kept session is also told what was given up meanwhile. */
export function resubscribe(client: Inside, sessionPresent: boolean): void {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const filter in client._filters) {
    if (client._filters[filter] !== Wish.None) wanted.push(filter);
    else if (sessionPresent) unwanted.push(filter);
    else delete client._filters[filter];
  }
  request(client, Packet.Subscribe, wanted);
  request(client, Packet.Unsubscribe, unwanted);
}

/** SUBACK with one byte for each filter. False if it cannot be an answer to what was asked. */
export function suback(client: Inside, id: number, granted: string): boolean {
  // Where nothing changes while connected, each SUBSCRIBE asks for all.
  const filters = changes ? (client._unanswered || {})[id] : Object.keys(client._filters);
  if (changes && !filters) return true; // nothing of ours
  if (granted.length !== filters!.length) return false; // [MQTT-3.8.4-5]
  const levels: number[] = [];
  for (let i = 0; i < granted.length; i++) {
    const level = granted.charCodeAt(i);
    if (allEvents) levels.push(level);
    if (level > 2) {
      if (level !== Grant.Refused) return false; // [MQTT-3.9.3-2]
      client.emit("error", "subscription refused: " + filters![i]);
    }
  }
  if (changes) answered(client, id);
  if (allEvents) client.emit("subscribed", { filters: filters!, granted: levels });
  return true;
}

function answered(client: Inside, id: number): void {
  const unanswered = client._unanswered!;
  delete unanswered[id];
  if (!Object.keys(unanswered).length) delete client._unanswered;
}

/** UNSUBACK: the filters are forgotten, but for those that were asked for again meanwhile. */
export function unsuback(client: Inside, id: number): void {
  const filters = client._unanswered && client._unanswered[id];
  if (!filters) return;
  answered(client, id);
  for (const filter of filters) if (client._filters[filter] === Wish.None) delete client._filters[filter];
}
