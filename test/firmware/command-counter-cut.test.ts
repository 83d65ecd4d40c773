/**
 * The power is cut in every operation that the command counter makes on flash: before it, after each byte of it, with the bits
 * of the next byte in any state between. After that every counter that was accepted is known, and higher ones are taken.
 */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { FlashPower, FlashRegion, type Cut } from "../../board/virtual/index.ts";
import { PowerCut, useRegion } from "./log-bench.ts";

const power = new FlashPower();
const region = new FlashRegion(power);
const first = 53_248;
const perPage = 204;
const cutsInErase = [0, 1, 4, 19, 20, 21, 2000, 4095, 4096];

let module: typeof import("../../src/firmware/command-counter.ts");

beforeAll(async () => {
  vi.resetModules();
  useRegion(region);
  module = await import("../../src/firmware/command-counter.ts");
});
afterAll(() => {
  vi.doUnmock("../../board/esp32/flash-region.ts");
  vi.unstubAllGlobals();
});

const digits = (n: number): string => String(n).padStart(16, "0");

function powerOn(): void {
  power.on(() => {
    throw new PowerCut();
  });
}

/** Flash whose counter has taken 1 to `count`, as it is then; before that it held the outbox's pages. */
function flashAfter(count: number): Buffer {
  powerOn();
  power.cut = undefined;
  region.bytes.fill("DING\x01\0\0\0\xfe\xff\xff\xff", "latin1");
  const counter = module.openCounter("key");
  for (let n = 1; n <= count; n++) expect(module.noteCounter(counter, digits(n))).toBe(true);
  return Buffer.from(region.bytes);
}

/** Notes `from` to `to` and returns the highest that was accepted before the power went. */
function accept(from: number, to: number): number {
  let accepted = from - 1;
  try {
    const counter = module.openCounter("key");
    for (let n = from; n <= to; n++) if (module.noteCounter(counter, digits(n))) accepted = n;
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
  return accepted;
}

it.each([
  ["the first commands", 0],
  ["commands in the middle of a page", 50],
  ["the change to the other page", perPage - 2],
  ["the change back", 2 * perPage - 2],
])("%s", { timeout: 120_000 }, (name, before) => {
  const flash = flashAfter(before);
  const tried = { cuts: 0, operations: 0 };
  const lengths: { kind: string; length: number }[] = [];
  const run = (cut: Cut | undefined, where: string): void => {
    flash.copy(region.bytes);
    power.cut = cut;
    power.operations = 0;
    powerOn();
    const accepted = accept(before + 1, before + 4);
    power.cut = undefined;
    powerOn();
    const again = module.openCounter("key");
    expect(again._highest >= (accepted ? digits(accepted) : ""), `${where}: known`).toBe(true);
    // Whatever the cut left there: it works on, over two pages more.
    for (let n = before + 5; n <= before + 5 + perPage; n++) expect(module.noteCounter(again, digits(n)), where).toBe(true);
    expect(module.openCounter("key")._highest, where).toBe(digits(before + 5 + perPage));
  };
  run((operation) => void lengths.push(operation), `${name}: no cut`);
  expect(region.bytes.subarray(0, first).equals(flash.subarray(0, first)), "the outbox's pages").toBe(true);
  const operations = lengths.slice(0, before % perPage === 50 ? 4 : 5);
  for (const [i, { kind, length }] of operations.entries()) {
    const ends = kind === "erase" ? cutsInErase : Array.from({ length: length + 1 }, (_, bytes) => bytes);
    for (const bytes of ends) {
      for (const stuck of [255, 0x0f, (i * 37 + bytes * 101) & 255]) {
        run(({ number }) => (number === i + 1 ? { bytes, stuck } : undefined), `${name}: ${kind} ${i + 1}, after ${bytes} of ${length} bytes, bits ${stuck}`);
        tried.cuts++;
      }
    }
  }
  console.log(`command counter, ${name}: the power was cut at ${tried.cuts} points in ${operations.length} operations`);
  expect(tried.cuts).toBeGreaterThan(200);
});

it("two cuts in a row, within the erase and within the entry after it", () => {
  const flash = flashAfter(perPage);
  for (const first of cutsInErase)
    for (let second = 0; second <= 20; second++) {
      flash.copy(region.bytes);
      power.operations = 0;
      for (const [number, bytes] of [
        [1, first],
        [3, second],
      ] as const) {
        power.cut = (operation) => (operation.number === number ? { bytes, stuck: 0x0f } : undefined);
        powerOn();
        accept(perPage + 1, perPage + 1);
      }
      power.cut = undefined;
      powerOn();
      expect(module.openCounter("key")._highest >= digits(perPage), `${first}, ${second}`).toBe(true);
    }
});

it("of another key nothing counts", () => {
  flashAfter(perPage + 10);
  const other = module.openCounter("another key");
  expect(other._highest).toBe("");
  expect(module.noteCounter(other, digits(1))).toBe(true);
  expect(module.openCounter("another key")._highest).toBe(digits(1));
});

it("flash that takes nothing any more has every command refused, and keeps what it knows", () => {
  flashAfter(10);
  const counter = module.openCounter("key");
  const write = vi.spyOn(region, "write").mockImplementation(() => undefined);
  for (const n of [11, 12]) expect(module.noteCounter(counter, digits(n))).toBe(false);
  write.mockRestore();
  expect(counter._highest).toBe(digits(10));
  expect(module.openCounter("key")._highest).toBe(digits(10));
});

it("wear: 100 commands a day take an erase of each page every four days", () => {
  flashAfter(0);
  const counter = module.openCounter("key");
  const erase = vi.spyOn(region, "erasePage");
  for (let n = 1; n <= 36_500; n++) module.noteCounter(counter, digits(n));
  expect(erase.mock.calls.length).toBe(Math.ceil(36_500 / perPage)); // 179 a year, 90 of each page
  erase.mockRestore();
});
