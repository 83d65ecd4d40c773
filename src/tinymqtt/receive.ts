/** Bytes from the socket, cut into packets, and each packet to what handles it. */
import { handleConnack } from "./connack.ts";
import { handleOversize, handlePublish, handlePubrel } from "./incoming-publish.ts";
import { handlePingresp } from "./keep-alive.ts";
import { handlePuback, handlePubcomp, handlePubrec } from "./outbox.ts";
import { Packet, PublishFlag, wordAt } from "./packets.ts";
import { Reason } from "./reasons.ts";
import { Unsent } from "./send.ts";
import { lose } from "./state.ts";
import { handleSuback, handleUnsuback } from "./subscriptions.ts";
import type { ClientSocket, ClientState } from "./types.ts";

const enum RemainingLength {
  /** 128 to the power of the digits that may follow the first one [MQTT-2.2.3]. */
  LargestScale = 0x200000,
}

/**
 * A listener for the socket's `data`: pieces of the stream, cut anywhere. Espruino reads a loop's text anew each time round,
 * so the message that comes most often is taken here, without a call: QoS 0, short, on the topic of the last one.
 */
export function onData(this: ClientSocket, bytes: string): void {
  const client = this._client;
  if (!client) return;
  client._sinceReceived = 0;
  client._receivedBytes += bytes.length;
  if (client._toSkip) bytes = skip(client, bytes);
  // `+=` appends in place: a packet that comes in many pieces is not copied at each of them.
  if (client._partial) bytes = client._partial += bytes;
  const end = bytes.length;
  const usualHead = client._usualHead;
  const headEnd = 2 + usualHead.length;
  const below = usualHead ? Packet.Publish + PublishFlag.Qos1 : 0;
  let start = 0;
  let first = 0;
  let size = 0;
  do {
    first = bytes.charCodeAt(start);
    size = bytes.charCodeAt(start + 1) + 2;
    if (first < below && size < 130 && start + size <= end && bytes.substring(start + 2, start + headEnd) === usualHead) {
      const payload = bytes.substring(start + headEnd, start + size);
      client.emit("message", { topic: client._usualTopic, message: payload, qos: 0, retain: first > Packet.Publish, dup: false });
    } else size = takePacket(client, bytes, start);
    start += size;
  } while (size && start < end);
  if (!this._client) return; // the connection has ended on the way
  if (start > end) client._toSkip = start - end;
  if (start || !client._partial) client._partial = bytes.substr(start);
  if (client._unsentBytes > Unsent.GiveUp) lose(client, Reason.BrokerDoesNotRead, "broker does not read");
}

/** Drops bytes of a packet that was too long to hold. Returns the rest. */
function skip(client: ClientState, bytes: string): string {
  const count = Math.min(client._toSkip, bytes.length);
  client._toSkip -= count;
  return bytes.substr(count);
}

/**
 * Takes the packet that begins at `start`. Returns its length in bytes, which is more than came if it is one to skip; 0 if
 * more must come first, or the connection has ended.
 */
function takePacket(client: ClientState, bytes: string, start: number): number {
  const firstByte = bytes.charCodeAt(start);
  const length = bytes.charCodeAt(start + 1);
  // Known by its first byte: no need to wait for the rest of, say, an HTTP answer.
  if ((firstByte === Packet.Connack) === client.connected) return violate(client, "CONNACK expected once, first"); // [MQTT-3.2.0-1]
  if (!(length < 128)) return takeLongPacket(client, firstByte, bytes, start);
  return takeBody(client, firstByte, bytes, start + 2, length) ? length + 2 : 0;
}

/** As `takePacket`, for a packet whose remaining length has more than one digit, or has not come yet [MQTT-2.2.3]. */
function takeLongPacket(client: ClientState, firstByte: number, bytes: string, start: number): number {
  let at = start + 1;
  let digit = 128;
  let length = 0;
  for (let scale = 1; digit > 127; scale *= 128) {
    if (scale > RemainingLength.LargestScale) return violate(client, "remaining length");
    if (at >= bytes.length) return 0;
    digit = bytes.charCodeAt(at++);
    length += (digit & 127) * scale;
  }
  if (length > client._longestPacket) return takeOversize(client, bytes, start, at, length);
  return takeBody(client, firstByte, bytes, at, length) ? at - start + length : 0;
}

/** Handles the packet whose body begins at `at`. False if more must come first, or the connection has ended. */
function takeBody(client: ClientState, firstByte: number, bytes: string, at: number, length: number): boolean {
  if (at + length > bytes.length) return false;
  const wrong = handlePacket(client, firstByte, bytes.substr(at, length));
  if (wrong) violate(client, wrong);
  return client._socket !== undefined;
}

/** As `takePacket`, for a packet of which `length` bytes from `at` on are too many to hold. */
function takeOversize(client: ClientState, bytes: string, start: number, at: number, length: number): number {
  const firstByte = bytes.charCodeAt(start);
  const body = bytes.substr(at, length);
  const headerLength = 4 + wordAt(body, 0); // topic and packet identifier
  if (firstByte >> 4 !== Packet.Publish >> 4) return violate(client, "unexpected packet");
  if (body.length < Math.min(length, headerLength) && body.length <= client._longestPacket) return 0;
  const wrong = handleOversize(client, firstByte, length, body);
  return wrong ? violate(client, wrong) : at - start + length;
}

/** Ends the connection [MQTT-4.8.0-1]. */
function violate(client: ClientState, what: string): 0 {
  lose(client, Reason.ProtocolError, "protocol error: " + what);
  return 0;
}

/** Returns what is wrong with a packet, "" for nothing. */
function handlePacket(client: ClientState, firstByte: number, body: string): string {
  if (firstByte >> 4 === Packet.Publish >> 4) return handlePublish(client, firstByte, body);
  const isPair = body.length === 2;
  const id = wordAt(body, 0);
  if (firstByte === Packet.Puback && isPair && id) {
    handlePuback(client, id);
    return "";
  }
  if (firstByte === Packet.Pingresp && !body) {
    handlePingresp(client);
    return "";
  }
  if (firstByte === Packet.Connack && isPair) return handleConnack(client, body.charCodeAt(0), body.charCodeAt(1));
  if (firstByte === Packet.Suback && body.length > 2) return handleSuback(client, id, body.substr(2)) ? "" : "SUBACK";
  if (!isPair || !id) return "malformed packet";
  if (firstByte === Packet.Pubrec) handlePubrec(client, id);
  else if (firstByte === Packet.Pubrel) handlePubrel(client, id);
  else if (firstByte === Packet.Pubcomp) handlePubcomp(client, id);
  else if (firstByte === Packet.Unsuback) handleUnsuback(client, id);
  else return "unexpected packet";
  return "";
}
