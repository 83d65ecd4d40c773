/** The outbox: messages of QoS 1 and 2 from `publish` to their receipt, in order, over any number of connections. */
import type { Client } from "./client.ts";
import type { Message } from "./options.ts";
import { Packet, field, packet, word } from "./packets.ts";
import { write } from "./connection.ts";

/** A message that waits, or is in flight. The ones in flight stand first. */
export interface Outgoing extends Message {
  priority: number;
  /** @internal Its packet identifier once it was sent; the same at each resending [MQTT-4.4.0-1]. */
  _id?: number;
  /** @internal QoS 2: PUBREC came, what is left is PUBREL and PUBCOMP. */
  _released?: boolean;
}

/** A packet identifier that nothing under way uses [MQTT-2.3.1-2]; never 0 [MQTT-2.3.1-1]. */
export function nextId(client: Client): number {
  let id = client._lastId;
  let taken = true;
  while (taken) {
    id = (id % 65535) + 1;
    taken = id in client._unanswered;
    for (let i = 0; i < client._outbox.length; i++) if (client._outbox[i]!._id === id) taken = true;
  }
  client._lastId = id;
  return id;
}

/**
 * Puts a message in. When the outbox is full the oldest of the lowest priority goes instead, but none that was sent
 * already: its receipt may be on the way. False if the new one itself had to go.
 */
export function enqueue(client: Client, message: Outgoing): boolean {
  const outbox = client._outbox;
  outbox.push(message);
  if (outbox.length > (client._options.queue || 64)) {
    let victim = outbox.length - 1;
    for (let i = victim; i >= 0 && !outbox[i]!._id; i--) {
      if (outbox[i]!.priority <= outbox[victim]!.priority) victim = i;
    }
    const dropped = outbox.splice(victim, 1)[0]!;
    client.dropped++;
    client.emit("dropped", dropped);
    if (dropped === message) return false;
  }
  flush(client);
  return true;
}

/** Sends what may be sent now: in order [MQTT-4.6.0-1], few in flight, little behind the socket. */
export function flush(client: Client): void {
  const outbox = client._outbox;
  while (
    client.connected &&
    client._inflight < outbox.length &&
    client._inflight < (client._options.inflight || 4) &&
    client._behind <= (client._options.maxPacket || 4096)
  ) {
    const message = outbox[client._inflight++]!;
    if (message._released) {
      write(client, packet(Packet.Pubrel, word(message._id!)));
    } else {
      const dup = message._id ? 8 : 0;
      message._id = message._id || nextId(client);
      write(
        client,
        packet(
          Packet.Publish | dup | (message.qos << 1) | (message.retain ? 1 : 0),
          field(message.topic) + word(message._id) + message.message,
        ),
      );
    }
  }
}

/** PUBACK, PUBREC or PUBCOMP came. An identifier that is not under way is ignored: it says nothing about any message. */
export function settle(client: Client, first: number, id: number): void {
  const outbox = client._outbox;
  for (let i = 0; i < client._inflight; i++) {
    const message = outbox[i]!;
    if (message._id !== id) continue;
    if (first === Packet.Pubrec) {
      if (message.qos === 2) message._released = true;
    } else if (first === Packet.Puback ? message.qos === 1 : message._released) {
      outbox.splice(i, 1);
      client._inflight--;
      client.emit("published", message);
    }
    break;
  }
  flush(client);
}
