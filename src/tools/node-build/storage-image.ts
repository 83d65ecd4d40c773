/**
 * A Storage image: the bytes that the chip's flash has once files have been written to an empty Storage. Each file has a
 * header of its size, its flags (none) and its name; the next header follows at a multiple of four; erased flash ends the list.
 * Source: Espruino, src/jsflash.h and src/jsflash.c.
 */

/** Where Espruino on the ESP32 has its Storage in flash: after its partitions, 896 KB. */
export const storageOffset = 0x320000;
const storageSize = 896 * 1024;
const pageSize = 4096;
const nameSize = 28;
const headerSize = 4 + nameSize;
const wordSize = 4;

export interface StorageFile {
  readonly storage: string;
  readonly bytes: Uint8Array;
}

/** Whole pages: what follows them in flash has to be erased. */
export function storageImage(files: readonly StorageFile[]): Uint8Array {
  const image = new Uint8Array(storageSize).fill(0xff);
  const view = new DataView(image.buffer);
  let at = 0;
  for (const { storage, bytes } of files) {
    const name = new TextEncoder().encode(storage);
    if (name.length === 0 || name.length > nameSize) throw new RangeError(`"${storage}" is no name for a Storage file: it has 1 to ${nameSize} characters`);
    if (at + headerSize + bytes.length > storageSize) throw new RangeError(`${storage} does not fit into the chip's Storage of ${storageSize} bytes`);
    view.setUint32(at, bytes.length, true);
    image.fill(0, at + wordSize, at + headerSize);
    image.set(name, at + wordSize);
    image.set(bytes, at + headerSize);
    at += headerSize + roundUp(bytes.length, wordSize);
  }
  return image.subarray(0, roundUp(at, pageSize));
}

function roundUp(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to;
}
