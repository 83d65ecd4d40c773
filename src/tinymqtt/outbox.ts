/**
 * The outbox: messages of QoS 1 and 2, kept in order until their receipt, over any number of connections. The ones in
 * flight stand first.
 */
import { field, Packet, PublishFlag, word } from "./packets.ts";
import { send, Unsent } from "./send.ts";
import type { ClientState, OutgoingMessage } from "./types.ts";

const enum Priority {
  /** From here on a message is news of the program's own state: counted apart, so that it pushes out nothing else. */
  State = 2,
}

const enum Few {
  /** So many messages are kept without a look at the memory. */
  Messages = 16,
}

/** PUBLISH. `id`: two bytes; none at QoS 0. False if the broker has closed. */
export function sendMessage(client: ClientState, message: OutgoingMessage, id: string, isRepeat: boolean): boolean {
  let firstByte: number = Packet.Publish + message.qos * PublishFlag.Qos1;
  if (message.retain) firstByte += PublishFlag.Retain;
  if (isRepeat) firstByte += PublishFlag.Dup;
  return send(client, firstByte, field(message.topic) + id + message.message);
}

/** A packet identifier that nothing under way uses [MQTT-2.3.1-2]; never 0 [MQTT-2.3.1-1]. */
export function nextPacketId(client: ClientState): number {
  let id = client._lastId;
  do id = (id % 65535) + 1;
  while (id in client._unanswered || id in client._usedIds);
  client._lastId = id;
  return id;
}

/** Keeps a message until its receipt, and sends it as soon as that may be. False if there was no room for it. */
export function enqueue(client: ClientState, message: OutgoingMessage): boolean {
  if (message.latest && takePlace(client, message)) return true;
  client.queued = client._outbox.push(message);
  const isFull = client.queued > Few.Messages && !!client._options.hasRoom && !client._options.hasRoom();
  const isKept = (!isFull && client.queued <= client._longestQueue) || makeRoom(client, message, isFull);
  if (isKept && !message.latest) overtakeLatest(client);
  flush(client);
  return isKept;
}

/** The newest message goes before those of which only the latest counts: they may wait for long, and lose nothing by it. */
function overtakeLatest(client: ClientState): void {
  const outbox = client._outbox;
  for (let i = outbox.length - 1; i > client._inflight && outbox[i - 1]!.latest; i--) {
    const newest = outbox[i]!;
    outbox[i] = outbox[i - 1]!;
    outbox[i - 1] = newest;
  }
}

/** Puts a message in the place of one on its topic that waits. False if there is none; then it is the one that waits. */
function takePlace(client: ClientState, message: OutgoingMessage): boolean {
  const latest = client._latest;
  if (latest.hasOwnProperty(message.topic)) {
    const waiting = latest[message.topic]!;
    delete client._usedIds[waiting._id];
    Object.assign(waiting, message);
    return true;
  }
  latest[message.topic] = message;
  return false;
}

/** Sends what may be sent now: in order [MQTT-4.6.0-1], few in flight, little behind the socket. */
export function flush(client: ClientState): void {
  const most = Math.min(client._isCautious ? 1 : client._mostInFlight, client.queued);
  while (client._inflight < most && client._unsentBytes <= Unsent.Limit && client.connected) {
    // Half of those in flight at most: under a flood of commands their receipts are late, and a press is not to wait for them.
    if (client._outbox[client._inflight]!.latest && client._inflight >= client._mostInFlight / 2) return;
    sendNext(client);
  }
}

function sendNext(client: ClientState): void {
  const message = client._outbox[client._inflight]!;
  const isRepeat = message._id > 0; // [MQTT-3.3.1-1]
  if (!client._inflight++) client._sinceReceipt = 0;
  if (!isRepeat) client._usedIds[(message._id = nextPacketId(client))] = true;
  if (message.latest) delete client._latest[message.topic];
  if (message._isReleased) send(client, Packet.Pubrel, word(message._id));
  else sendMessage(client, message, word(message._id), isRepeat);
}

/** The connection has ended: what was in flight waits for the next one, unless it is out of date by now. */
export function waitAgain(client: ClientState): void {
  for (let i = client._inflight - 1; i >= 0; i--) {
    const message = client._outbox[i]!;
    // A kept session is to get it again, whatever came after it [MQTT-4.4.0-1].
    if (message.latest && client._isClean && takePlace(client, message)) remove(client, i);
  }
  client._inflight = 0;
}

/** PUBACK: the receipt of a message of QoS 1. */
export function handlePuback(client: ClientState, id: number): void {
  const index = findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!.qos === 1) settle(client, index);
}

/** PUBREC: the first half of the receipt of a message of QoS 2. */
export function handlePubrec(client: ClientState, id: number): void {
  const index = findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!.qos === 2) {
    client._outbox[index]!._isReleased = true;
    client._sinceReceipt = 0;
  }
  send(client, Packet.Pubrel, word(id));
}

/** PUBCOMP: the second half. */
export function handlePubcomp(client: ClientState, id: number): void {
  const index = findInFlight(client, id);
  if (index >= 0 && client._outbox[index]!._isReleased) settle(client, index);
}

/** -1 for an identifier that nothing waits for: it says nothing about any message. */
function findInFlight(client: ClientState, id: number): number {
  for (let i = 0; i < client._inflight; i++) {
    if (client._outbox[i]!._id === id) return i;
  }
  return -1;
}

function settle(client: ClientState, index: number): void {
  client._sinceReceipt = 0;
  client.emit("published", remove(client, index));
  flush(client);
}

export function remove(client: ClientState, index: number): OutgoingMessage {
  if (index < client._inflight) client._inflight--;
  const message = client._outbox.splice(index, 1)[0]!;
  client.queued = client._outbox.length;
  delete client._usedIds[message._id];
  return message;
}

/** Drops a message if there are too many of the new one's kind, or if the memory is full. False if it is the new one. */
function makeRoom(client: ClientState, newest: OutgoingMessage, isFull: boolean): boolean {
  const victim = pickVictim(client, newest, isFull);
  if (victim < 0) return true;
  const dropped = remove(client, victim);
  if (dropped.latest) delete client._latest[dropped.topic];
  client.dropped++;
  client.emit("dropped", dropped);
  return dropped !== newest;
}

/**
 * Which message of the outbox to drop, -1 for none: of the new one's kind the oldest of the lowest priority; of the same
 * priority rather one that is not in flight, for its receipt may be on the way. News of the program's state is never
 * dropped for what is older: the latest is what holds.
 */
function pickVictim(client: ClientState, newest: OutgoingMessage, isFull: boolean): number {
  const outbox = client._outbox;
  const isState = newest.priority >= Priority.State;
  let count = 1;
  let lowest = 2 * newest.priority;
  let victim = isState ? -1 : outbox.length - 1;
  // From the newest to the oldest, so that of equals the oldest is picked.
  for (let i = outbox.length - 2; i >= 0; i--) {
    const message = outbox[i]!;
    if (message.priority >= Priority.State !== isState) continue;
    count++;
    // A kept session is to get again what was sent over an earlier connection [MQTT-4.4.0-1].
    if (message._id && !client._isClean) continue;
    const rank = 2 * message.priority + (i < client._inflight ? 1 : 0);
    if (rank > lowest) continue;
    lowest = rank;
    victim = i;
  }
  return isFull || count > client._longestQueue ? victim : -1;
}
