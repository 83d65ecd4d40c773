/**
 * Espressif's image format, of which a bootloader and an application are made: a header that names the chip, segments, a
 * checksum, and a SHA-256 over all of it. The chip checks both before it runs an image; we do before it is written.
 * Source: docs.espressif.com, esptool, "Firmware Image Format".
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { isSame } from "./same-bytes.ts";

const imageMagic = 0xe9;
const headerSize = 24;
const segmentHeaderSize = 8;
const checksumSeed = 0xef;
const sha256Size = 32;

/** Chip identifiers in the header. Images of the time when there was one chip have 0 there. */
const chipNames: ReadonlyMap<number, string> = new Map([
  [0, "ESP32"],
  [2, "ESP32-S2"],
  [5, "ESP32-C3"],
  [9, "ESP32-S3"],
  [12, "ESP32-C2"],
  [13, "ESP32-C6"],
  [16, "ESP32-H2"],
  [18, "ESP32-P4"],
  [20, "ESP32-C61"],
  [23, "ESP32-C5"],
]);

/** What is wrong with an image for `chip`, in words that go on after the file's name; undefined when nothing is. */
export function imageFault(image: Uint8Array, chip: string): string | undefined {
  const { buffer, byteOffset, byteLength } = image;
  const view = new DataView(buffer, byteOffset, byteLength);
  if (byteLength < headerSize || view.getUint8(0) !== imageMagic) return "is no ESP32 image (its first byte is not 0xE9)";
  const id = view.getUint16(12, true);
  const madeFor = chipNames.get(id) ?? `unknown chip (${id})`;
  if (madeFor !== chip) return `is for the ${madeFor}, not for the ${chip}`;

  let end = headerSize;
  let checksum = checksumSeed;
  for (let segments = view.getUint8(1); segments > 0; segments--) {
    if (end + segmentHeaderSize > byteLength) return cut(byteLength);
    const data = end + segmentHeaderSize;
    end = data + view.getUint32(end + 4, true);
    if (end >= byteLength) return cut(byteLength);
    for (const byte of image.subarray(data, end)) checksum ^= byte;
  }
  // The checksum is the last byte of a block of 16.
  end += 16 - (end % 16);
  if (end > byteLength) return cut(byteLength);
  if (image[end - 1] !== checksum) return "is damaged (its checksum does not match)";
  const hasDigest = view.getUint8(23);
  if (hasDigest === 0) return undefined;
  if (hasDigest !== 1) return "is damaged (its head makes no sense)";
  if (end + sha256Size > byteLength) return cut(byteLength);
  return isSame(sha256(image.subarray(0, end)), image.subarray(end, end + sha256Size)) ? undefined : "is damaged (its own SHA-256 does not match)";
}

function cut(bytes: number): string {
  return `is cut off after ${bytes} bytes`;
}
