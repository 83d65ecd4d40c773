/** All that can be known to be wrong before a single byte is written: sizes, the chip, checksums, SHA-256. */
import { sha256 as sha256Of } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { UserError } from "../../command-line/user-error.ts";
import { imageFault } from "./image.ts";
import type { ListedFile, Listing } from "./listing.ts";
import { readPartitions, type Partition } from "./partitions.ts";

/** A file as it goes into flash. */
export interface Part {
  readonly name: string;
  readonly offset: number;
  readonly data: Uint8Array;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

/** Where ESP-IDF has the partition table unless told otherwise: the only file that is not an image. */
const tableAddress = 0x8000;

function isTable({ offset }: ListedFile): boolean {
  return offset === tableAddress;
}

function sumFault({ sha256 }: ListedFile, data: Uint8Array): string | undefined {
  const sum = bytesToHex(sha256Of(data));
  return sha256 === undefined || sum === sha256 ? undefined : `has SHA-256 ${sum}, but flash.config.json lists ${sha256}: another version?`;
}

/** An image at an address where no application begins is the bootloader. */
function roomFault({ offset }: ListedFile, data: Uint8Array, partitions: readonly Partition[]): string | undefined {
  const partition = partitions.find((each) => each.isApplication && each.offset === offset);
  if (!partition || data.length <= partition.size) return undefined;
  return `has ${kilobytes(data.length)}, and its partition "${partition.label}" ${kilobytes(partition.size)}`;
}

/**
 * The files as they go into flash, when all is well.
 * @throws {UserError} with everything that is wrong
 */
export function checkFiles({ chip, files }: Listing, downloaded: ReadonlyMap<string, Uint8Array>): Part[] {
  const faults: string[] = [];
  const parts = files.map((listed) => ({ listed, data: downloaded.get(listed.file) ?? new Uint8Array() }));
  const partitions: Partition[] = [];
  for (const { listed, data } of parts) {
    if (!isTable(listed)) continue;
    const table = readPartitions(data);
    if (typeof table === "string") faults.push(`${listed.file} ${table}`);
    else partitions.push(...table);
  }
  for (const { listed, data } of parts) {
    const found = [
      data.length > listed.limit ? `has ${kilobytes(data.length)}, and there is room for ${kilobytes(listed.limit)}` : undefined,
      isTable(listed) ? undefined : imageFault(data, chip),
      roomFault(listed, data, partitions),
      sumFault(listed, data),
    ];
    for (const fault of found) if (fault !== undefined) faults.push(`${listed.file} ${fault}`);
  }
  if (partitions.length > 0 && !files.some(({ offset }) => partitions.some((each) => each.isApplication && each.offset === offset)))
    faults.push("no file begins where the partition table has an application, so that the chip would find none");
  if (faults.length > 0) throw new UserError(`nothing was written, for ${faults.join("; ")}. Download it again, for the ${chip}`);
  return parts.map(({ listed, data }) => ({ name: listed.file, offset: listed.offset, data }));
}
