/** Reads the records in an image of the region, by the format in src/firmware/flash-page.ts and without its code. */
import { crc32 } from "node:zlib";

const pageSize = 4096;

/** The texts of whole records that wait. */
export function waitingIn(region: Buffer): string[] {
  const texts: string[] = [];
  for (let start = 0; start < region.length; start += pageSize) {
    const page = region.subarray(start, start + pageSize);
    const isInUse = page.toString("latin1", 0, 4) === "DING" && [4, 5, 6, 7].every((at) => (page[at] ?? 0) + (page[at + 4] ?? 0) === 255);
    if (!isInUse) continue;
    for (let at = 12; at + 8 <= pageSize && page.readUInt32LE(at) !== 0xffffffff;) {
      const length = page.readUInt16LE(at + 2);
      const end = at + 4 + Math.ceil(length / 4) * 4;
      if (end + 4 > pageSize) break;
      const isWhole = crc32(page.subarray(at + 2, at + 4 + length)) === page.readUInt32LE(end);
      if (page[at] === 0xff && isWhole) texts.push(page.toString("utf8", at + 4, at + 4 + length));
      at = end + 4;
    }
  }
  return texts;
}
