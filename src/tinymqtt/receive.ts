/** Splits the bytes from the socket into packets and passes each to its handler. */
import { handleConnack } from "./connack.ts";
import { handleOversize, handlePublish, handlePubrel } from "./incoming-publish.ts";
import { handlePingresp } from "./keep-alive.ts";
import { handlePuback, handlePubcomp, handlePubrec } from "./outbox.ts";
import { Packet, PublishFlag, wordAt } from "./packets.ts";
import { ReasonCode } from "./reason-codes.ts";
import { Reason } from "./reasons.ts";
import { handlePacketOf5 } from "./receive-5.ts";
import { send, Unsent } from "./send.ts";
import { lose } from "./state.ts";
import { handleSuback, handleUnsuback } from "./subscriptions.ts";
import type { ClientSocket, ClientState } from "./types.ts";

/** Weight of the fourth and last byte of a remaining length, 128^3 [MQTT-2.2.3]. */
const maxScale = 0x200000;

/** A PUBACK without reason code and properties begins like this; its packet identifier follows. */
const pubackHeader = "\x40\x02";
const pubackSize = 4;

/**
 * Listens to the socket's `data`: pieces of the stream, cut anywhere. A piece of four bytes is most often a PUBACK, so that is tried
 * first.
 */
export function onData(this: ClientSocket, bytes: string): void {
  const client = this._client;
  if (!client) return;
  client._sinceReceived = 0;
  client._receivedBytes += bytes.length;
  const mayBePuback = bytes.length === pubackSize && !client._partial && !client._bytesToSkip;
  if (!mayBePuback || !readPuback(client, bytes, 0)) readPackets(client, bytes);
}

/**
 * Reads all packets that are complete, and keeps the rest. The most frequent one, a short message of QoS 0 on the same topic as the
 * last, is handled here without a call. Listeners run later, since `emit` only queues: none of them can end the connection here.
 */
function readPackets(client: ClientState, bytes: string): void {
  let start = 0;
  let size = 0;
  let first = 0;
  if (client._bytesToSkip) bytes = skip(client, bytes);
  // `+=` appends in place, so a packet in many pieces is not copied for each.
  if (client._partial) bytes = client._partial += bytes;
  const end = bytes.length;
  // Both as they are now: other packets of this piece may bring another topic.
  const lastTopic = client._lastTopic;
  const lastHeader = client._lastHeader;
  const headerEnd = 2 + lastHeader.length;
  // The first byte of a PUBLISH at QoS 0, its retain bit set; 0, which no packet begins with, if there is no header to compare.
  const publishAtQos0 = lastHeader ? Packet.Publish + PublishFlag.Retain : 0;
  do {
    first = bytes.charCodeAt(start);
    size = bytes.charCodeAt(start + 1) + 2;
    if ((first | PublishFlag.Retain) === publishAtQos0 && size < 130 && size >= headerEnd && start + size <= end && bytes.startsWith(lastHeader, start + 2)) {
      client.emit("message", {
        topic: lastTopic,
        message: bytes.substring(start + headerEnd, start + size),
        qos: 0,
        retain: first > Packet.Publish,
        dup: false,
      });
    } else size = readPacket(client, bytes, start);
    start += size;
  } while (size && start < end);
  if (!client._socket) return; // a packet has ended the connection
  if (start > end) client._bytesToSkip = start - end;
  if (start || !client._partial) client._partial = bytes.substr(start);
  if (client._unsentBytes > Unsent.GiveUp) lose(client, Reason.BrokerDoesNotRead, "broker does not read");
}

/** Handles the packet that begins at `start` if it is a whole PUBACK without reason code; false if it is not. */
function readPuback(client: ClientState, bytes: string, start: number): boolean {
  if (!client.connected || start + pubackSize > bytes.length || bytes.substr(start, 2) !== pubackHeader) return false;
  const id = wordAt(bytes, start + 2);
  if (id) handlePuback(client, id);
  return id > 0; // 0 is a protocol error, and handlePacket's business
}

/** Drops the bytes of a packet that is too long to hold. Returns the rest. */
function skip(client: ClientState, bytes: string): string {
  const count = Math.min(client._bytesToSkip, bytes.length);
  client._bytesToSkip -= count;
  return bytes.substr(count);
}

/**
 * Handles the packet that begins at `start`.
 * @returns its length in bytes, which may reach past the end for a packet to skip; 0 if it is incomplete or the connection
 * has ended
 */
function readPacket(client: ClientState, bytes: string, start: number): number {
  const firstByte = bytes.charCodeAt(start);
  if (firstByte === Packet.Puback && readPuback(client, bytes, start)) return pubackSize; // handlePacket would do it too, more slowly
  const length = bytes.charCodeAt(start + 1);
  // Checked on the first byte, so the client does not wait for the rest of, say, an HTTP response.
  if ((firstByte === Packet.Connack) === client.connected) return abort(client, "CONNACK expected once, first"); // [MQTT-3.2.0-1]
  if (length < 128) return readBody(client, firstByte, bytes, start + 2, length) ? length + 2 : 0;
  return start + 1 < bytes.length ? readLongPacket(client, firstByte, bytes, start) : 0;
}

/** Like `readPacket`, if the remaining length has several bytes or is incomplete [MQTT-2.2.3]. */
function readLongPacket(client: ClientState, firstByte: number, bytes: string, start: number): number {
  let at = start + 1;
  let digit = 128;
  let length = 0;
  for (let scale = 1; digit > 127; scale *= 128) {
    if (scale > maxScale) return abort(client, "remaining length");
    if (at >= bytes.length) return 0;
    digit = bytes.charCodeAt(at++);
    length += (digit & 127) * scale;
  }
  if (length > client._maxPacket) return readOversize(client, bytes, start, at, length);
  return readBody(client, firstByte, bytes, at, length) ? at - start + length : 0;
}

/** Handles the packet whose body begins at `at`. False if it is incomplete or the connection has ended. */
function readBody(client: ClientState, firstByte: number, bytes: string, at: number, length: number): boolean {
  if (at + length > bytes.length) return false;
  const violation = handlePacket(client, firstByte, bytes.substr(at, length));
  if (violation) abort(client, violation);
  return client._socket !== undefined;
}

/** Like `readPacket`, for a packet whose body, `length` bytes from `at`, is too long to hold. */
function readOversize(client: ClientState, bytes: string, start: number, at: number, length: number): number {
  const firstByte = bytes.charCodeAt(start);
  const body = bytes.substr(at, length);
  const headerLength = 4 + wordAt(body, 0); // topic and packet identifier
  if (firstByte >> 4 !== Packet.Publish >> 4) return abort(client, "unexpected packet");
  if (body.length < Math.min(length, headerLength) && body.length <= client._maxPacket) return 0;
  const violation = handleOversize(client, firstByte, length, body);
  return violation ? abort(client, violation) : at - start + length;
}

/** Ends the connection after a protocol error [MQTT-4.8.0-1]. Returns 0, as `readPacket` does then. */
function abort(client: ClientState, what: string): 0 {
  // In MQTT 5 the broker is told, so that its log says why.
  if (client.connected && client._emptyProperties) send(client, Packet.Disconnect, String.fromCharCode(ReasonCode.ProtocolError));
  lose(client, Reason.ProtocolError, "protocol error: " + what);
  return 0;
}

/** Returns what is wrong with a packet; "" if it is valid. */
function handlePacket(client: ClientState, firstByte: number, body: string): string {
  if (firstByte >> 4 === Packet.Publish >> 4) return handlePublish(client, firstByte, body);
  const isTwoBytes = body.length === 2;
  const id = wordAt(body, 0);
  if (firstByte === Packet.Pingresp && !body) {
    handlePingresp(client);
    return "";
  }
  if (client._emptyProperties) return handlePacketOf5(client, firstByte, body);
  if (firstByte === Packet.Connack && isTwoBytes) return handleConnack(client, body.charCodeAt(0), body.charCodeAt(1));
  if (firstByte === Packet.Suback && body.length > 2) return handleSuback(client, id, body.substr(2)) ? "" : "SUBACK";
  if (!isTwoBytes || !id) return "malformed packet";
  if (firstByte === Packet.Puback) handlePuback(client, id);
  else if (firstByte === Packet.Pubrec) handlePubrec(client, id);
  else if (firstByte === Packet.Pubrel) handlePubrel(client, id);
  else if (firstByte === Packet.Pubcomp) handlePubcomp(client, id);
  else if (firstByte === Packet.Unsuback) handleUnsuback(client, id);
  else return "unexpected packet";
  return "";
}
