/**
 * The ESP32's partition table: where in flash the bootloader finds the application, and how much room that has.
 * Source: docs.espressif.com, ESP-IDF, "Partition Tables".
 */
import { md5 } from "@noble/hashes/legacy.js";
import { textOf } from "../../../../board/shared/byte-text.ts";
import { isSame } from "./same-bytes.ts";

const entrySize = 32;
const applicationType = 0;

export interface Partition {
  readonly label: string;
  readonly isApplication: boolean;
  /** In flash, bytes. */
  readonly offset: number;
  readonly size: number;
}

/** The partitions; or what is wrong with the table, in words that go on after the file's name. */
export function readPartitions(table: Uint8Array): Partition[] | string {
  const { buffer, byteOffset, byteLength } = table;
  const view = new DataView(buffer, byteOffset, byteLength);
  const partitions: Partition[] = [];
  for (let at = 0; at + entrySize <= byteLength; at += entrySize) {
    const magic = view.getUint16(at, true);
    if (magic === 0xffff) break;
    if (magic === 0xebeb) {
      if (!isSame(md5(table.subarray(0, at)), table.subarray(at + 16, at + entrySize))) return "is damaged (its MD5 does not match)";
      break;
    }
    if (magic !== 0x50aa) break;
    partitions.push({
      label: textOf(table.subarray(at + 12, at + 28)).replace(/\0.*$/s, ""),
      isApplication: view.getUint8(at + 2) === applicationType,
      offset: view.getUint32(at + 4, true),
      size: view.getUint32(at + 8, true),
    });
  }
  return partitions.length > 0 ? partitions : "is no partition table";
}
