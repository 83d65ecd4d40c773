/** Filters: remembered, asked for at each connect, and what the broker granted. */
import type { Client } from "./client.ts";
import { lose, write } from "./connection.ts";
import { nextId } from "./outbox.ts";
import { Packet, field, packet, word } from "./packets.ts";

/** A remembered filter that the program gave up: it goes once the broker knows. */
export const enum Wish {
  None = -1,
}

/** Sends one SUBSCRIBE or UNSUBSCRIBE for these filters [MQTT-3.8.3-3], and remembers what its answer will be about. */
export function request(client: Client, first: number, filters: string[]): void {
  if (!filters.length) return;
  const id = nextId(client);
  let body = word(id);
  for (const filter of filters) {
    body += field(filter);
    if (first === Packet.Subscribe) body += String.fromCharCode(client._filters[filter]!);
  }
  client._unanswered[id] = filters;
  write(client, packet(first, body));
}

/** At each connect: every filter again, in one packet. A kept session is also told what was given up meanwhile. */
export function resubscribe(client: Client, sessionPresent: boolean): void {
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

/** SUBACK with one byte for each filter, or UNSUBACK with none. An identifier that asked nothing is ignored. */
export function suback(client: Client, id: number, granted: string): void {
  const filters = client._unanswered[id];
  if (!filters) return;
  delete client._unanswered[id];
  if (!granted) {
    for (const filter of filters) if (client._filters[filter] === Wish.None) delete client._filters[filter];
    return;
  }
  const levels: number[] = [];
  for (let i = 0; i < filters.length; i++) {
    const level = granted.charCodeAt(i);
    levels.push(level);
    if (level === 0x80) client.emit("error", "subscription refused: " + filters[i]);
    else if (!(level < 3)) return lose(client, "protocol error: SUBACK"); // [MQTT-3.9.3-2]
  }
  client.emit("subscribed", { filters: filters, granted: levels });
}
