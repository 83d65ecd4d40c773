/** The outbox: messages of QoS 1 and 2 from `publish` to their receipt, in order, over any number of connections. */
import type { Message, PublishOptions } from "./options.ts";
import { Most, Packet, field, packet, word } from "./packets.ts";
import { write } from "./connection.ts";
import { toBytes } from "#strings";
import { isTopic } from "./text.ts";
import { State, type Inside } from "./types.ts";

/** A message that waits, or is in flight. The ones in flight stand first. */
export interface Outgoing extends Message {
  priority: number;
  /** @internal Its packet identifier once it was sent; the same at each resending [MQTT-4.4.0-1]. */
  _id?: number;
  /** @internal QoS 2: PUBREC came, what is left is PUBREL and PUBCOMP. */
  _released?: boolean;
}

/** Any message on its way out: at QoS 0 it is sent or not, else it goes into the outbox. True if it did not get lost. */
export function publish(client: Inside, topic: string, message: string, options?: PublishOptions | boolean): boolean {
  const how = typeof options === "object" ? options : { retain: options === true };
  const bytes = toBytes(topic);
  if (bytes !== client._topic && !isTopic(bytes)) throw new Error("bad topic: " + topic);
  const outgoing: Outgoing = {
    topic: bytes,
    message: toBytes("" + message),
    qos: how.qos || 0,
    retain: how.retain === true,
    priority: how.priority || 0,
  };
  if (outgoing.qos > 2) throw new Error("bad QoS: " + outgoing.qos); // [MQTT-3.3.1-4]
  if (client._state === State.Ended) return false;
  if (outgoing.qos) return enqueue(client, outgoing);
  if (!client.connected || client._behind > Most.Behind) return false;
  client._topic = bytes;
  if (!send(client, outgoing, "")) return false;
  client.emit("published");
  return true;
}

/** PUBLISH; `id` is empty at QoS 0. */
function send(client: Inside, message: Outgoing, id: string, dup?: boolean): boolean {
  const first = Packet.Publish | (dup ? 8 : 0) | (message.qos << 1) | (message.retain ? 1 : 0);
  return write(client, packet(first, field(message.topic) + id + message.message));
}

/** A packet identifier that nothing under way uses [MQTT-2.3.1-2]; never 0 [MQTT-2.3.1-1]. */
export function nextId(client: Inside): number {
  let id = client._lastId;
  let taken = true;
  while (taken) {
    id = (id % 65535) + 1;
    taken = client._unanswered !== undefined && id in client._unanswered;
    for (let i = 0; i < client._outbox.length && client._outbox[i]!._id; i++) if (client._outbox[i]!._id === id) taken = true;
  }
  client._lastId = id;
  return id;
}

/**
 * Puts a message in. When the outbox is full the oldest of the lowest priority goes instead, but none in flight: its
 * receipt may be on the way. Those of priority 2 and more are counted apart, so that news of the program's own state
 * pushes out nothing that waits; and the latest of them stays, for it is what holds. False if the new one itself had to go.
 */
function enqueue(client: Inside, message: Outgoing): boolean {
  const outbox = client._outbox;
  const options = client._options;
  const most = options.queue || 64;
  const last = outbox.length;
  const isState = message.priority > 1;
  let victim = last;
  let count = 0;
  client.queued = outbox.push(message);
  for (let i = last >= most ? last : -1; i >= 0; i--) {
    const other = outbox[i]!;
    if ((other.priority > 1) !== isState) continue;
    count++;
    // What was sent over an earlier connection stays only where the session does [MQTT-4.4.0-1].
    if (i < client._inflight || (other._id && options.clean === false)) continue;
    if (other.priority <= outbox[victim]!.priority) victim = i;
  }
  if (count > most && !(isState && victim === last)) {
    const dropped = take(client, victim);
    client.dropped++;
    client.emit("dropped", dropped);
    if (dropped === message) return false;
  }
  flush(client);
  return true;
}

function take(client: Inside, index: number): Outgoing {
  const message = client._outbox.splice(index, 1)[0]!;
  client.queued--;
  return message;
}

/** Sends what may be sent now: in order [MQTT-4.6.0-1], few in flight, little behind the socket. */
export function flush(client: Inside): void {
  const outbox = client._outbox;
  while (
    client.connected &&
    client._inflight < outbox.length &&
    client._inflight < (client._options.inflight || 4) &&
    client._behind <= Most.Behind
  ) {
    const message = outbox[client._inflight++]!;
    if (message._released) {
      write(client, packet(Packet.Pubrel, word(message._id!)));
    } else {
      const dup = message._id !== undefined;
      if (!message._id) message._id = nextId(client);
      send(client, message, word(message._id), dup); // [MQTT-3.3.1-1]
    }
  }
}

/** PUBACK, PUBREC or PUBCOMP came. An identifier that is not under way is ignored: it says nothing about any message. */
export function settle(client: Inside, first: number, id: number): void {
  const outbox = client._outbox;
  for (let i = 0; i < client._inflight; i++) {
    const message = outbox[i]!;
    if (message._id !== id) continue;
    if (first === Packet.Pubrec) {
      if (message.qos === 2) message._released = true;
    } else if (first === Packet.Puback ? message.qos === 1 : message._released) {
      client._inflight--;
      client.emit("published", take(client, i));
    }
    break;
  }
  flush(client);
}
