/** What goes out: packets to the socket, and the outbox of messages of QoS 1 and 2, in order, over any number of connections. */
import { allEvents, allOptions, changes, checks, exactlyOnce, keptSessions, oldNames, shortcuts } from "#features";
import type { Message, PublishOptions } from "./options.ts";
import { Most, Packet, field, packet, word } from "./packets.ts";
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

/** Hands a packet to the socket, and counts what it has not yet taken. False if the broker has closed it. */
export function send(client: Inside, first: number, body: string): boolean {
  const bytes = packet(first, body);
  client._behind += bytes.length;
  try {
    client._socket!.write(bytes);
  } catch {
    return false; // the event that says so is on its way: `lose` comes then
  }
  return true;
}

/** Any message on its way out: at QoS 0 it is sent or not, else it goes into the outbox. True if it did not get lost. */
export function publish(client: Inside, topic: string, message: string, options?: PublishOptions | boolean): boolean {
  const bytes = toBytes(topic);
  if (checks && bytes !== client._topic && !isTopic(bytes)) throw new Error("bad topic: " + topic);
  const outgoing: Outgoing = Object.assign(
    { topic: bytes, message: toBytes("" + message), qos: 0, retain: false, priority: 0 },
    oldNames && typeof options !== "object" ? { retain: options === true } : options,
  );
  if (checks && outgoing.qos > 2) throw new Error("bad QoS: " + outgoing.qos); // [MQTT-3.3.1-4]
  if (changes && client._state === State.Ended) return false;
  if (outgoing.qos) return enqueue(client, outgoing);
  if (!client.connected || client._behind > Most.Behind) return false;
  if (shortcuts) client._topic = bytes;
  if (!sendMessage(client, outgoing, "")) return false;
  if (allEvents) client.emit("published");
  return true;
}

/** PUBLISH; `id` is empty at QoS 0. */
function sendMessage(client: Inside, message: Outgoing, id: string, dup?: boolean): boolean {
  const first = Packet.Publish | (dup ? 8 : 0) | (message.qos << 1) | +message.retain;
  return send(client, first, field(message.topic) + id + message.message);
}

/**
 * A packet identifier that nothing under way uses [MQTT-2.3.1-2]; never 0 [MQTT-2.3.1-1]. The small client does not look:
 * it has four messages under way at most, each sent again at the next connection, and 65535 identifiers before one returns.
 */
export function nextId(client: Inside): number {
  let id = client._lastId;
  const isTaken = function (other: Outgoing): boolean {
    return other._id === id;
  };
  do {
    id = (id % 65535) + 1;
  } while (keptSessions && (client._outbox.some(isTaken) || (client._unanswered && id in client._unanswered)));
  client._lastId = id;
  return id;
}

/**
 * Puts a message in. When the outbox is full the oldest of the lowest priority goes instead; of the same priority none in
 * flight, if there is another: its receipt may be on the way. Those of priority 2 and more are counted apart, so that news
 * of the program's own state pushes out nothing that waits; and the latest of them stays, for it is what holds. False if
 * the new one itself had to go.
 */
function enqueue(client: Inside, message: Outgoing): boolean {
  const outbox = client._outbox;
  const last = outbox.length;
  const isState = message.priority > 1;
  let room = allOptions ? client._options.queue || 64 : client._options.queue!;
  let victim = last;
  let lowest = 2 * message.priority;
  client.queued = outbox.push(message);
  for (let i = last < room ? -1 : last; i >= 0; i--) {
    const other = outbox[i]!;
    if (other.priority > 1 === isState) {
      room--;
      const rank = 2 * other.priority + (i < client._inflight ? 1 : 0);
      // What was sent over an earlier connection stays where the session does [MQTT-4.4.0-1].
      if (rank <= lowest && !(keptSessions && other._id && client._options.clean === false)) {
        lowest = rank;
        victim = i;
      }
    }
  }
  if (room < 0 && !(isState && victim === last)) {
    const dropped = take(client, victim);
    client.dropped++;
    if (allEvents) client.emit("dropped", dropped);
    if (dropped === message) return false;
  }
  flush(client);
  return true;
}

function take(client: Inside, index: number): Outgoing {
  if (index < client._inflight) client._inflight--;
  client.queued--;
  return client._outbox.splice(index, 1)[0]!;
}

/** Sends what may be sent now: in order [MQTT-4.6.0-1], few in flight, little behind the socket. */
export function flush(client: Inside): void {
  const most = Math.min((allOptions && client._options.inflight) || 4, client.queued);
  while (client.connected && client._inflight < most && client._behind <= Most.Behind) {
    const message = client._outbox[client._inflight++]!;
    const dup = message._id !== undefined; // [MQTT-3.3.1-1]
    if (!message._id) message._id = nextId(client);
    if (exactlyOnce && message._released) send(client, Packet.Pubrel, word(message._id));
    else sendMessage(client, message, word(message._id), dup);
  }
}

/** PUBACK, PUBREC or PUBCOMP came. An identifier that is not under way is ignored: it says nothing about any message. */
export function settle(client: Inside, first: number, id: number): void {
  for (let i = 0; i < client._inflight; i++) {
    const message = client._outbox[i]!;
    if (message._id === id) {
      if (exactlyOnce && first === Packet.Pubrec) {
        if (message.qos === 2) message._released = true;
      } else if (!exactlyOnce || (first === Packet.Puback ? message.qos === 1 : message._released)) {
        take(client, i);
        if (allEvents) client.emit("published", message);
      }
      break;
    }
  }
  flush(client);
}
