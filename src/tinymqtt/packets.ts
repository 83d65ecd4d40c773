/** Packet encoding. Strings are bytes, one character each. */

/** The first byte of each packet, with its fixed flags [MQTT-2.2.2-1]. */
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

/** Flags in the first byte of PUBLISH. */
export const enum PublishFlag {
  Retain = 1,
  Qos1 = 2,
  Dup = 8,
}

/** A 16-bit number, high byte first. */
export function word(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

/** The 16-bit number at an index; bytes past the end count as 0. */
export function wordAt(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
}

/** A string preceded by its length. */
export function field(bytes: string): string {
  return word(bytes.length) + bytes;
}
