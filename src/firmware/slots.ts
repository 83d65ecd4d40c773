/** The two Storage files that hold a node: one runs, the other takes the next version. */
import { eraseFile, freeStorage, hasLoaded, readFile, readPart, writeAt } from "../../board/esp32/chip.ts";
import { sha256 } from "./hmac.ts";
import { storageReserve } from "./storage-reserve.ts";

type Slot = "ding.js" | "ding2.js";

const erased = "\xff";

/** The file that this node runs from: the boot guard has loaded it as a module. */
export function runningSlot(): Slot {
  return hasLoaded("ding2.js") ? "ding2.js" : "ding.js";
}

/** The other file. */
export function idleSlot(): Slot {
  return hasLoaded("ding2.js") ? "ding.js" : "ding2.js";
}

/** The version in a slot, read from its first line (`//1.0.0`, which the build writes); "" if it has no such line. */
export function versionIn(slot: Slot): string {
  const line = (readPart(slot, 0, 40) || "").split("\n")[0]!;
  return line.substr(0, 2) === "//" ? line.substr(2) : "";
}

/** The SHA-256 of a slot in Base64; "" if it is empty. */
export function hashOf(slot: Slot): string {
  const text = readFile(slot);
  return text === undefined ? "" : btoa(sha256(text));
}

/** How many bytes of a file of `size` bytes a slot holds: no program has an erased byte (0xFF), so the first one is its end. 0 if it holds another. */
export function writtenIn(slot: Slot, size: number): number {
  const text = readFile(slot);
  if (text === undefined || text.length !== size) return 0;
  const end = text.indexOf(erased);
  return end < 0 ? size : end;
}

/** Why there is no room for a file of `size` bytes; "" if there is. Storage is never compacted: the node's code runs from it. */
export function roomFault(size: number): string {
  const free = freeStorage();
  const needed = size + storageReserve;
  return free >= needed ? "" : "Storage has " + free + " bytes free, and " + needed + " are needed: flash the node by cable once";
}

export function eraseSlot(slot: Slot): void {
  eraseFile(slot);
}

/**
 * Writes a piece of a file, of which the first `written` bytes are in flash. False if what is there of this piece is something
 * else, as after a power cut within a write.
 */
export function writePiece(slot: Slot, size: number, written: number, offset: number, piece: string): boolean {
  const known = Math.min(written - offset, piece.length);
  if (known > 0 && readPart(slot, offset, known) !== piece.substr(0, known)) return false;
  if (known >= piece.length) return true;
  try {
    writeAt(slot, known > 0 ? piece.substr(known) : piece, offset + Math.max(known, 0), size);
  } catch {
    return false;
  }
  return true;
}
