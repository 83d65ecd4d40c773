/**
 * The 64 KB of flash at 0x310000, which Espruino's partition table reserves beside Storage. Unlike Storage it can be erased
 * page by page, and no program runs from it. Addresses here count from its start; each is a multiple of 4, like all lengths.
 */

export const enum Region {
  Address = 0x310000,
  Size = 65536,
  PageSize = 4096,
}

/** Whether this build of Espruino has it. */
export function hasRegion(): boolean {
  try {
    return require("Flash")
      .getFree()
      .some(function (area) {
        return area.addr === Region.Address && area.length >= Region.Size;
      });
  } catch {
    return false; // a build without the module
  }
}

/** @throws {Error} when there is too little memory: nothing was read then, and the flash is as good as it was */
export function readRegion(address: number, length: number): string {
  const bytes = E.toString(require("Flash").read(length, Region.Address + address));
  if (!bytes) throw new Error("too little memory to read flash");
  return bytes;
}

/** Clears bits: what was written before must be erased first. */
export function writeRegion(address: number, bytes: string): void {
  require("Flash").write(bytes, Region.Address + address);
}

/** Makes every byte of the page at this address 0xFF. Takes tens of ms, in which the interpreter stands still. */
export function erasePage(address: number): void {
  require("Flash").erasePage(Region.Address + address);
}
