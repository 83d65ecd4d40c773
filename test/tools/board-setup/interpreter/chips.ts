/** What tells one chip from another over the loader's protocol. */

export interface ChipKind {
  /** At 0x40001000, where each chip's ROM has other bytes. */
  readonly magic: number;
  /** What GET_SECURITY_INFO tells; undefined: this ROM has no such command. */
  readonly id?: number;
  /** Bytes of its answer: the ESP32-S2's lacks the chip's identifier. */
  readonly infoSize?: 12 | 20;
}

// Magic numbers and identifiers from esptool's targets.
export const chips = {
  ESP32: { magic: 0x00f01d83 },
  "ESP32-S2": { magic: 0x000007c6, infoSize: 12 },
  "ESP32-S3": { magic: 0x00000009, id: 9, infoSize: 20 },
  "ESP32-C3": { magic: 0x1b31506f, id: 5, infoSize: 20 },
  "ESP32-C6": { magic: 0x2ce0806f, id: 13, infoSize: 20 },
  ESP8266: { magic: 0xfff0c101 },
  "one of the future": { magic: 0x12345678 },
  "one of the future with an identifier": { magic: 0x12345678, id: 99, infoSize: 20 },
} satisfies Record<string, ChipKind>;

export type ChipName = keyof typeof chips;
