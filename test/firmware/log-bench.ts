/** The log in flash on a region of its own, with the power to cut. */
import { crc32 } from "node:zlib";
import { vi } from "vitest";
import { FlashPower, FlashRegion } from "../../board/virtual/index.ts";
import type { FlashLog } from "../../src/firmware/flash-log.ts";
import { Kind } from "../../src/firmware/flash-page.ts";

export type LogModule = typeof import("../../src/firmware/flash-log.ts");

export const reading = Kind.Reading;
export const event = Kind.Event;

/** From the next import on, the firmware's flash is this one. */
export function useRegion(region: FlashRegion): void {
  vi.stubGlobal("E", { CRC32: (text: string) => crc32(Buffer.from(text, "latin1")) });
  vi.doMock("../../board/esp32/flash-region.ts", async (original) => ({
    ...(await original<typeof import("../../board/esp32/flash-region.ts")>()),
    hasRegion: () => true,
    readRegion: (address: number, length: number) => region.bytes.toString("latin1", address, address + length),
    writeRegion: (address: number, bytes: string) => region.write(address, Buffer.from(bytes, "latin1")),
    erasePage: (address: number) => region.erasePage(address),
  }));
}

export class PowerCut extends Error {}

export class LogBench {
  readonly power = new FlashPower();
  readonly region = new FlashRegion(this.power);

  private constructor(readonly pages: number) {
    this.powerOn();
  }

  /** The firmware's module, on the region of this bench. */
  static async of(pages: number): Promise<LogBench & LogModule> {
    const bench = new LogBench(pages);
    const { region } = bench;
    vi.resetModules();
    useRegion(region);
    const log = await import("../../src/firmware/flash-log.ts");
    return Object.assign(bench, log);
  }

  /** As it left the factory. */
  reset(): void {
    this.region.bytes.fill(0xff);
    this.power.cut = undefined;
    this.power.operations = 0;
    this.powerOn();
  }

  powerOn(): void {
    this.power.on(() => {
      throw new PowerCut();
    });
  }
}

/** All that waits, in the order in which each kind would be sent. */
export function waiting(bench: LogModule, log: FlashLog): string[] {
  const texts: string[] = [];
  for (const kind of [reading, event])
    for (let record = bench.nextRecord(log, kind); record; record = bench.nextRecord(log, kind)) {
      texts.push(record.text);
      bench.takeRecord(log, kind);
    }
  return texts;
}
