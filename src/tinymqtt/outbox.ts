/**
 * The outbox: messages of QoS 1 and 2, kept in order until acknowledged, across any number of connections. Those in flight
 * come first.
 */
import { Packet, PublishFlag, word } from "./packets.ts";
import { limitReached } from "./limits.ts";
import { beginLongMessage } from "./long-message.ts";
import { messageProperties } from "./message-properties.ts";
import { send, Unsent } from "./send.ts";
import type { ClientState, OutgoingMessage, QueuedMessage } from "./types.ts";

/** From this priority up, messages are the program's own state: counted separately, so that they never displace others. */
const statePriority = 2;

/** Messages that are kept without asking `hasRoom`. */
const alwaysKept = 16;

/** Sends PUBLISH. `id`: the packet identifier as two bytes; "" at QoS 0. False if the broker has closed. */
export function sendMessage(client: ClientState, message: OutgoingMessage, id: string, isRepeat: boolean): boolean {
  const firstByte = Packet.Publish + message.qos * PublishFlag.Qos1 + (message.retain ? PublishFlag.Retain : 0) + (isRepeat ? PublishFlag.Dup : 0);
  // "" before MQTT 5. A missing field takes Espruino longest to look up, so fields that only MQTT 5 has are read only in MQTT 5.
  const emptyIn5 = client._emptyProperties;
  const properties = emptyIn5 && message.properties ? messageProperties(client, message) : emptyIn5;
  const start = word(message.topic.length) + message.topic + id + properties;
  const length = start.length + message.message.length;
  const reached = emptyIn5 && client._limits ? limitReached(client._limits, message, length) : "";
  if (reached) return giveUp(client, message, reached + message.topic);
  if (length > Unsent.Limit) return beginLongMessage(client, firstByte, start, message.message);
  return send(client, firstByte, start + message.message);
}

/** Gives a message up for good, and says so. Returns false. */
export function giveUp(client: ClientState, message: OutgoingMessage, reason: string): false {
  const index = client._outbox.indexOf(message);
  if (index >= 0) remove(client, index);
  client.dropped++;
  client.emit("error", reason);
  client.emit("rejected", message, reason);
  return false;
}

/** An unused packet identifier [MQTT-2.3.1-2], never 0 [MQTT-2.3.1-1]. */
export function nextPacketId(client: ClientState): number {
  let id = client._lastId;
  do id = (id % 65535) + 1;
  while (id in client._usedIds);
  client._lastId = id;
  return id;
}

/** Keeps a message until its receipt and sends it as soon as possible. False if there is no room for it. */
export function enqueue(client: ClientState, message: OutgoingMessage): boolean {
  // Nothing waits, so it is sent at once.
  if (client.queued === client._inflight && client.queued < client._maxQueue && maySend(client, message)) {
    client.queued = client._outbox.push(message);
    sendNext(client, message);
    return true;
  }
  if (message.latest && replaceOrRegister(client, message)) return true;
  client.queued = client._outbox.push(message);
  const isFull = client.queued > alwaysKept && !!client._options.hasRoom && !client._options.hasRoom();
  const isKept = (!isFull && client.queued <= client._maxQueue) || makeRoom(client, message, isFull);
  const before = client._outbox[client.queued - 2];
  if (isKept && !message.latest && before && before.latest) overtakeLatest(client);
  flush(client);
  return isKept;
}

/**
 * Moves the newest message ahead of `latest` ones that are not in flight: they can wait without losing anything. The one on its own
 * topic is outdated now, and goes.
 */
function overtakeLatest(client: ClientState): void {
  const outbox = client._outbox;
  for (let i = outbox.length - 1; i > client._inflight && outbox[i - 1]!.latest; i--) {
    const newest = outbox[i]!;
    const waiting = outbox[i - 1]!;
    if (waiting.topic === newest.topic && forgetLatest(client, waiting)) {
      remove(client, i - 1);
    } else {
      outbox[i] = waiting;
      outbox[i - 1] = newest;
    }
  }
}

/** Puts a new `latest` message in the place of the one that waits on its topic. False if none waits; then it is registered. */
function replaceOrRegister(client: ClientState, message: OutgoingMessage): boolean {
  const latest = client._latest;
  if (!latest.hasOwnProperty(message.topic)) {
    latest[message.topic] = message;
    return false;
  }
  const waiting = latest[message.topic]!;
  delete client._usedIds[waiting._id];
  Object.assign(waiting, message);
  return true;
}

/** The message waits no longer. False if it is not the one on its topic that a newer one would replace. */
function forgetLatest(client: ClientState, message: OutgoingMessage): boolean {
  if (client._latest[message.topic] !== message) return false;
  delete client._latest[message.topic];
  return true;
}

/** Sends what may be sent now, in order [MQTT-4.6.0-1]. */
export function flush(client: ClientState): void {
  while (client._inflight < client.queued) {
    const next = client._outbox[client._inflight]!;
    if (!maySend(client, next)) return;
    if (next.latest && client._latest[next.topic] === next) delete client._latest[next.topic]; // not a call: a burst comes by here
    sendNext(client, next);
  }
}

/** Whether the limits for messages in flight and unsent bytes allow the next message to be sent. */
function maySend(client: ClientState, next: OutgoingMessage): boolean {
  if (!client.connected || client._unsentBytes > Unsent.Limit) return false;
  if (!client._inflight) return true;
  const most = client._isOneByOne ? 1 : client._maxInFlight;
  // `latest` messages may take half of the slots in flight: in a flood of commands their receipts are late, and a press must
  // not wait for them.
  return client._inflight < (next.latest ? most / 2 : most);
}

/** Puts a message in flight and sends it, or its PUBREL. @param message the first one in the outbox that is not in flight */
function sendNext(client: ClientState, message: OutgoingMessage): void {
  const isRepeat = message._id > 0; // [MQTT-3.3.1-1]
  if (client._inflight === 0) client.sinceReceipt = 0;
  client._inflight++;
  if (!isRepeat) {
    message._id = nextPacketId(client);
    client._usedIds[message._id] = true;
  }
  if (message.qos === 2 && message._isReleased) send(client, Packet.Pubrel, word(message._id));
  else sendMessage(client, message, word(message._id), isRepeat);
}

/** After a connection has ended: messages in flight wait for the next one, unless they are outdated. */
export function requeueInFlight(client: ClientState): void {
  const latest = client._latest;
  // From the newest to the oldest, so that the newest on a topic stays.
  for (let i = client._inflight - 1; i >= 0; i--) {
    const message = client._outbox[i]!;
    // In a persistent session even an outdated one must be resent [MQTT-4.4.0-1].
    if (!message.latest || !client._isClean) continue;
    if (latest.hasOwnProperty(message.topic)) remove(client, i);
    else latest[message.topic] = message;
  }
  client._inflight = 0;
}

/** Handles PUBACK, the receipt at QoS 1. */
export function handlePuback(client: ClientState, id: number): void {
  const oldest = client._outbox[0];
  // Receipts come in order for the most part.
  const index = client._inflight && oldest!._id === id ? 0 : findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!.qos === 1) complete(client, index);
}

/** Handles PUBREC, the first half of the receipt at QoS 2. */
export function handlePubrec(client: ClientState, id: number): void {
  const index = findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!.qos === 2) {
    client._outbox[index]!._isReleased = true;
    client.sinceReceipt = 0;
  }
  send(client, Packet.Pubrel, word(id));
}

/** Handles PUBCOMP, the second half. */
export function handlePubcomp(client: ClientState, id: number): void {
  const index = findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!._isReleased) complete(client, index);
}

/** The index of the message in flight with this identifier; -1 if there is none. */
export function findInFlight(client: ClientState, id: number): number {
  for (let i = 0; i < client._inflight; i++) {
    if (client._outbox[i]!._id === id) return i;
  }
  return -1;
}

function complete(client: ClientState, index: number): void {
  client.sinceReceipt = 0;
  client.emit("published", remove(client, index));
  if (client.queued > client._inflight) flush(client);
}

export function remove(client: ClientState, index: number): OutgoingMessage {
  if (index < client._inflight) client._inflight--;
  const message = client._outbox.splice(index, 1)[0]!;
  client.queued = client._outbox.length;
  delete client._usedIds[message._id];
  return message;
}

/** Removes the messages on a topic that need not be sent again, and returns them, oldest first. */
export function takeBack(client: ClientState, topic: string): QueuedMessage[] {
  const taken: QueuedMessage[] = [];
  for (let i = 0; i < client._outbox.length; i++) {
    const message = client._outbox[i]!;
    if (message.topic !== topic || message._isReleased || (message._id && !client._isClean)) continue;
    forgetLatest(client, message);
    taken.push(remove(client, i--));
  }
  flush(client);
  return taken;
}

/** Drops a message if the outbox is full for the newest message. False if it drops the newest itself. */
function makeRoom(client: ClientState, newest: OutgoingMessage, isFull: boolean): boolean {
  const victim = pickVictim(client, newest, isFull);
  if (victim < 0) return true;
  const dropped = remove(client, victim);
  forgetLatest(client, dropped);
  client.dropped++;
  client.emit("dropped", dropped);
  return dropped !== newest;
}

/**
 * Index of the message to drop, -1 for none: among those counted with the newest, the oldest of the lowest priority, and at
 * equal priority one not in flight, as a receipt may be on its way. A new state always displaces an older one, never the
 * other way round.
 */
function pickVictim(client: ClientState, newest: OutgoingMessage, isFull: boolean): number {
  const outbox = client._outbox;
  const isState = newest.priority >= statePriority;
  let count = 1;
  let lowest = 2 * newest.priority;
  let victim = isState ? -1 : outbox.length - 1;
  // From newest to oldest, so that the oldest of equals is picked.
  for (let i = outbox.length - 2; i >= 0; i--) {
    const message = outbox[i]!;
    if (message.priority >= statePriority !== isState) continue;
    count++;
    // In a persistent session what was sent before must be resent [MQTT-4.4.0-1].
    if (message._id && !client._isClean) continue;
    const rank = 2 * message.priority + (i < client._inflight ? 1 : 0);
    if (rank > lowest) continue;
    lowest = rank;
    victim = i;
  }
  return isFull || count > client._maxQueue ? victim : -1;
}
