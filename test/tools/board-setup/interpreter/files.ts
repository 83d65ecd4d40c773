/** Espruino's files as a download has them, made by hand: small, but with all that is checked. */
import { createHash } from "node:crypto";

export const exampleListing = {
  chip: "ESP32",
  files: [
    { file: "bootloader.bin", offset: "0x1000", limit: "0x7000" },
    { file: "partitions_espruino.bin", offset: "0x8000", limit: "0x1000" },
    { file: "espruino_esp32.bin", offset: "0x10000", limit: "0x180000" },
  ],
};

/** Bytes that do not shrink when they are compressed, the same in every run. */
export function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) => createHash("sha256").update(`${length} ${block}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

interface ImageParts {
  chipId?: number;
  segments?: readonly Uint8Array[];
  hash?: boolean;
}

/** An image: a head of 24 bytes, segments, padding up to the checksum in the last byte of a block of 16, SHA-256. */
export function image({ chipId = 0, segments = [noise(100)], hash = true }: ImageParts = {}): Buffer {
  const head = Buffer.from([
    0xe9,
    segments.length,
    0x02,
    0x20, // magic, segments, DIO, 4 MB at 40 MHz
    0x00,
    0x00,
    0x08,
    0x40, // entry point
    0xee,
    0x00,
    0x00,
    0x00, // pins
    chipId,
    0x00, // chip
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00, // revisions
    hash ? 1 : 0, // SHA-256 follows
  ]);
  const body = segments.flatMap((segment) => {
    const segmentHead = Buffer.alloc(8);
    segmentHead.writeUInt32LE(0x3ffb0000, 0); // address in RAM
    segmentHead.writeUInt32LE(segment.length, 4);
    return [segmentHead, segment];
  });
  const filled = Buffer.concat([head, ...body]);
  const padding = Buffer.alloc(16 - (filled.length % 16));
  padding[padding.length - 1] = Buffer.concat([...segments]).reduce((sum, byte) => sum ^ byte, 0xef);
  const checked = Buffer.concat([filled, padding]);
  return hash ? Buffer.concat([checked, createHash("sha256").update(checked).digest()]) : checked;
}

/** A table of one application; `size` is the application's room. */
export function partitions(size = 0x150000, offset = 0x10000): Buffer {
  const table = Buffer.alloc(0xc00, 0xff);
  const entry = Buffer.alloc(32);
  entry.set([0xaa, 0x50, 0x00, 0x00]); // magic, application, factory
  entry.writeUInt32LE(offset, 4);
  entry.writeUInt32LE(size, 8);
  entry.write("factory", 12, "latin1");
  table.set(entry);
  table.set([0xeb, 0xeb], 32);
  table.set(createHash("md5").update(entry).digest(), 48);
  return table;
}

/** A whole download; the application is of some blocks, for noise does not shrink. */
export function download(): Map<string, Buffer> {
  return new Map([
    ["bootloader.bin", image()],
    ["partitions_espruino.bin", partitions()],
    ["espruino_esp32.bin", image({ segments: [noise(20_000), noise(30_000)] })],
  ]);
}
