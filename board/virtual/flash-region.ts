/** The 64 KB of flash beside Storage that a program may use, and Espruino's module `Flash` for it. */
import { programmed, type FlashPower } from "./flash-power.ts";
import type { Guest, Realm } from "./realm.ts";

export const regionAddress = 0x310000;
const size = 0x10000;
const pageSize = 4096;
/** As builds up to 2v29 list them. The last one is out of date: it lies within Storage. */
const freeAreas = [
  { addr: 0xe000, length: 0x2000 },
  { addr: regionAddress, length: size },
  { addr: 0x360000, length: 0xa0000 },
];

/** Survives power-off, like the rest of the flash. */
export class FlashRegion {
  readonly bytes = Buffer.alloc(size, 0xff);
  /** How many times each page was erased. */
  readonly erases: number[] = new Array<number>(size / pageSize).fill(0);
  writes = 0;

  constructor(private readonly _power: FlashPower) {}

  /** Clears bits. */
  write(offset: number, data: Buffer): void {
    this.writes++;
    this._power.operate("region", "write", data.length, (done, stuck) => {
      for (let i = 0; i < Math.min(done + 1, data.length); i++) {
        const at = offset + i;
        this.bytes[at] = programmed(this.bytes[at] ?? 0, data[i] ?? 0, i < done ? 0 : stuck);
      }
    });
  }

  erasePage(offset: number): void {
    const start = offset - (offset % pageSize);
    const page = start / pageSize;
    this.erases[page] = (this.erases[page] ?? 0) + 1;
    this._power.operate("region", "erase", pageSize, (done, stuck) => {
      // Nothing says in which order the cells lose their charge.
      if (stuck === 255) this.bytes.fill(0xff, start, start + done);
      else this.bytes.fill(0xff, start + pageSize - done, start + pageSize);
    });
  }
}

/** `require("Flash")`. Other addresses hold the interpreter and its Storage: what writes there is a fault of the program. */
export function flashModule(realm: Realm, region: FlashRegion): Guest {
  const module = realm.object();
  const offsetOf = (address: unknown, length: number): number => {
    const offset = Number(address) - regionAddress;
    if (!(offset >= 0 && offset + length <= size)) return realm.fail("Error", `this virtual chip has no flash to use at ${String(address)}`);
    return offset;
  };
  realm.define(module, {
    getFree: () => realm.array(freeAreas.map((area) => realm.object({ ...area }))),
    getPage(address) {
      const offset = offsetOf(address, 1);
      return realm.object({ addr: regionAddress + offset - (offset % pageSize), length: pageSize });
    },
    read(length, address) {
      const offset = offsetOf(address, Number(length));
      return realm.bytes(region.bytes.subarray(offset, offset + Number(length)));
    },
    write(data, address) {
      const bytes = typeof data === "string" ? Buffer.from(data, "latin1") : Buffer.from(data as ArrayLike<number>);
      const offset = offsetOf(address, bytes.length);
      if (offset % 4 || bytes.length % 4) return realm.fail("Error", "the firmware aligns what it writes to 4 bytes");
      region.write(offset, bytes);
      return undefined;
    },
    erasePage: (address) => region.erasePage(offsetOf(address, 1)),
  });
  return module;
}
