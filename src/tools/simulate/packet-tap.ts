/** Reads the MQTT on a board's connections: which numbered messages leave it, and which receipts arrive. */
import { parser, type Packet, type Parser } from "mqtt-packet";
import type { Direction, Tap } from "../../../board/virtual/index.ts";
import { parseNumberedMessage, type NumberedMessage } from "../mqtt/numbered-message.ts";

export interface PacketListener {
  /** The board has handed a message to its socket. */
  left: (message: NumberedMessage) => void;
  /** The broker's receipt for it has arrived at the board. */
  receipt: (message: NumberedMessage) => void;
}

/** Messages without a receipt, by packet identifier. */
type Unacknowledged = Map<number, NumberedMessage>;

/** Makes a tap for one board. */
export function packetTap(listener: PacketListener): Tap {
  let connection = 0;
  let parsers = connectionParsers(listener);
  return (bytes, direction, id) => {
    // A board has one connection at a time. What an earlier one still says is over.
    if (id < connection) return;
    if (id > connection) parsers = connectionParsers(listener);
    connection = id;
    parsers[direction].parse(Buffer.from(bytes, "latin1"));
  };
}

function connectionParsers(listener: PacketListener): Record<Direction, Parser> {
  const waiting: Unacknowledged = new Map();
  return { up: listenTo((packet) => onSent(packet, waiting, listener)), down: listenTo((packet) => onReceived(packet, waiting, listener)) };
}

function listenTo(onPacket: (packet: Packet) => void): Parser {
  const reading = parser({ protocolVersion: 4 });
  reading.on("packet", onPacket);
  // Board and broker deal with what is not MQTT.
  reading.on("error", () => undefined);
  return reading;
}

function onSent(packet: Packet, waiting: Unacknowledged, listener: PacketListener): void {
  if (packet.cmd !== "publish") return;
  const message = parseNumberedMessage(Buffer.from(packet.payload));
  if (message === undefined) return;
  if (packet.messageId !== undefined) waiting.set(packet.messageId, message);
  listener.left(message);
}

function onReceived(packet: Packet, waiting: Unacknowledged, listener: PacketListener): void {
  if (packet.cmd !== "puback" || packet.messageId === undefined) return;
  const message = waiting.get(packet.messageId);
  waiting.delete(packet.messageId);
  if (message !== undefined) listener.receipt(message);
}
