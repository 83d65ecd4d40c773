/** Packets as bytes, on their way out. */
import { allOptions } from "#features";
import { toBytes } from "#strings";
import type { Inside } from "./types.ts";

/** The first byte of each packet, its fixed flags included [MQTT-2.2.2-1]. */
export const enum Packet {
  Connect = 0x10,
  Connack = 0x20,
  Publish = 0x30,
  Puback = 0x40,
  Pubrec = 0x50,
  Pubrel = 0x62,
  Pubcomp = 0x70,
  Subscribe = 0x82,
  Suback = 0x90,
  Unsubscribe = 0xa2,
  Unsuback = 0xb0,
  Pingreq = 0xc0,
  Pingresp = 0xd0,
  Disconnect = 0xe0,
}

/** Limits that are no options. */
export const enum Most {
  /** Bytes that may wait behind the socket when a message of the program's is added. */
  Behind = 4096,
  /** Bytes that may wait behind it in all: a broker that makes the client answer, and does not read, loses it. */
  Unread = 16384,
  /** Messages of QoS 2 between PUBLISH and PUBREL: more than brokers have in flight. */
  Unreleased = 64,
}

/** A 16-bit number, high byte first. */
export function word(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

/** The 16-bit number at a place; NaN counts as 0 where the bytes end. */
export function wordAt(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
}

/** Bytes of the longest packet that is taken, not skipped. */
export function longestPacket(client: Inside): number {
  return (allOptions && client._options.maxPacket) || 4096;
}

/** A string with its length in bytes before it. */
export function field(text: string): string {
  const bytes = toBytes(text);
  return word(bytes.length) + bytes;
}

/** A whole packet: first byte, remaining length in 1 to 4 bytes of 7 bits, body. */
export function packet(first: number, body: string): string {
  let head = String.fromCharCode(first);
  let left = body.length;
  for (; left > 127; left >>= 7) head += String.fromCharCode((left & 127) | 128);
  return head + String.fromCharCode(left) + body;
}
