/** Every packet from the broker but PUBLISH: answers to what the client sent, and PUBREL. */
import type { Client } from "./client.ts";
import { connack, lose } from "./connection.ts";
import { settle } from "./outbox.ts";
import { Packet } from "./packets.ts";
import { suback } from "./subscriptions.ts";

/**
 * Takes a packet whose body is whole. Returns what is to be sent back, "" for nothing. One that is malformed, or that
 * a broker may not send now, ends the connection [MQTT-4.8.0-1].
 */
export function answered(client: Client, first: number, body: string): string {
  const id = (body.charCodeAt(0) << 8) | body.charCodeAt(1);
  let reply = "";
  // CONNACK comes first and once [MQTT-3.2.0-1]; that the two bytes of most bodies are an identifier keeps this short.
  if ((first === Packet.Connack) === client.connected) first = 0;
  if (first === Packet.Connack && body.length === 2) connack(client, id >> 8, id & 255);
  else if (first === Packet.Pingresp && !body) client._awaitingPing = false;
  else if (first === Packet.Suback && body.length > 2) suback(client, id, body.substr(2));
  else if (body.length !== 2 || !id) first = 0;
  else if (first === Packet.Unsuback) suback(client, id, "");
  else if (first === Packet.Puback || first === Packet.Pubcomp) settle(client, first, id);
  else if (first === Packet.Pubrec) {
    settle(client, first, id);
    reply = String.fromCharCode(Packet.Pubrel, 2) + body;
  } else if (first === Packet.Pubrel) {
    delete client._unreleased[id];
    reply = String.fromCharCode(Packet.Pubcomp, 2) + body;
  } else first = 0;
  if (!first) lose(client, "protocol error: unexpected packet");
  return reply;
}
