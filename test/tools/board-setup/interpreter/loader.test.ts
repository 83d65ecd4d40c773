/** Writing Espruino to a chip: what happens with the right one, a wrong one, and one that fails on the way. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../../../src/tools/command-line/user-error.ts";
import { checkFiles, type Part } from "../../../../src/tools/board-setup/interpreter/check-files.ts";
import { defaultFlashBaud, writeParts } from "../../../../src/tools/board-setup/interpreter/loader.ts";
import { readListing } from "../../../../src/tools/board-setup/interpreter/listing.ts";
import { ChipLink } from "./chip-link.ts";
import type { ChipName } from "./chips.ts";
import { download, exampleListing } from "./files.ts";
import { timeLapse } from "./time-lapse.ts";

const parts = checkFiles(readListing(exampleListing), download());
const blocks = 2 + 4; // of 16 KB: one each for the small files, four for the application

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

interface Written {
  link: ChipLink;
  progress: [number, number][];
  log: string[];
}

async function write(link: ChipLink, baud = defaultFlashBaud): Promise<Written> {
  const progress: [number, number][] = [];
  const log: string[] = [];
  await writeParts(link, parts, { chip: "ESP32", baud, onProgress: (...at) => progress.push(at), onLog: (line) => log.push(line) });
  return { link, progress, log };
}

/** The words of the failure that this chip brings about. */
async function failure(link: ChipLink): Promise<string> {
  const error: unknown = await write(link).then(
    () => "it worked",
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error.message;
  throw error;
}

function inFlash({ chip }: ChipLink, { offset, data }: Part): boolean {
  return Buffer.from(chip.flash.subarray(offset, offset + data.length)).equals(data);
}

describe("a blank ESP32", () => {
  it("holds every file where it belongs, and has been restarted from flash", async () => {
    timeLapse();
    const { link } = await write(new ChipLink());
    expect(parts.map((part) => inFlash(link, part))).toEqual([true, true, true]);
    expect(link.chip.running).toBe("flash");
    expect(link.chip.restarts).toBe(2); // into its loader, and out of it
  });

  it("gets the files at the faster speed", async () => {
    timeLapse();
    const { link } = await write(new ChipLink());
    expect(link.bauds).toEqual([115_200, defaultFlashBaud]);
  });

  it("is found when its ROM refuses the question for the chip's identifier under the question's own number", async () => {
    timeLapse();
    const { link } = await write(new ChipLink("ESP32", { plainRefusal: true }));
    expect(parts.every((part) => inFlash(link, part))).toBe(true);
  });

  it("tells how far it is, up to all of it", async () => {
    timeLapse();
    const { progress } = await write(new ChipLink());
    const total = parts.reduce((sum, { data }) => sum + data.length, 0);
    expect(progress.every(([, all]) => all === total)).toBe(true);
    expect(progress.map(([written]) => written)).toEqual(progress.map(([written]) => written).toSorted((a, b) => a - b));
    expect(progress.at(-1)?.[0]).toBe(total);
    expect(progress.length).toBeGreaterThanOrEqual(blocks);
  });

  it("is written at the slow speed when it does not follow to the faster one", async () => {
    timeLapse();
    const { link } = await write(new ChipLink("ESP32", { slow: true }));
    expect(parts.every((part) => inFlash(link, part))).toBe(true);
    expect(link.bauds.at(-1)).toBe(115_200);
  });

  it("is written through a port without DTR and RTS when it is in its loader already", async () => {
    timeLapse();
    const link = new ChipLink("ESP32", {}, false);
    link.chip.restart(true);
    await write(link);
    expect(parts.every((part) => inFlash(link, part))).toBe(true);
  });

  it("says nothing to the terminal by itself", async () => {
    timeLapse();
    const log = vi.spyOn(console, "log");
    const { log: lines } = await write(new ChipLink());
    expect(log).not.toHaveBeenCalled();
    expect(lines).toEqual(expect.arrayContaining([expect.stringContaining("Stub running"), expect.stringContaining("Hash of data verified")]));
  });
});

describe("another chip", () => {
  it.each<[ChipName, RegExp]>([
    ["ESP32-C3", /an ESP32-C3, not an ESP32: it has a RISC-V core/],
    ["ESP32-C6", /an ESP32-C6, not an ESP32: it has a RISC-V core/],
    ["ESP32-S3", /an ESP32-S3, not an ESP32: it has another core than the ESP32/],
    ["ESP32-S2", /an ESP32-S2, not an ESP32: it has another core than the ESP32/],
    ["ESP8266", /an ESP8266, not an ESP32: it is of another family/],
    ["one of the future", /not an ESP32, but a chip that nobody here knows \(.*0x12345678/],
    ["one of the future with an identifier", /not an ESP32, but a chip that nobody here knows \(.*99/],
  ])("%s is refused with the reason, and nothing is written", async (chip, words) => {
    timeLapse();
    const link = new ChipLink(chip);
    const said = await failure(link);
    expect(said).toMatch(words);
    expect(said).toMatch(/take a board with a plain ESP32 .*Nothing was written/);
    expect(link.chip.running).toBe("rom"); // not even its flash program was started
  });

  it("a flash chip that is too small is refused before anything is written", async () => {
    timeLapse();
    const link = new ChipLink("ESP32", { flashSize: 21 });
    expect(await failure(link)).toMatch(/flash chip has 2MB, and Espruino needs 4MB.*Nothing was written/);
    expect(link.chip.flash.every((byte) => byte === 0xff)).toBe(true);
  });
});

describe("a chip that fails", () => {
  it("by never answering: names the button to hold, and what else to try", async () => {
    const time = timeLapse();
    const said = await failure(new ChipLink("ESP32", { silent: true }));
    expect(said).toMatch(/^no chip answers at \/dev\/ttyUSB0\. Now hold BOOT, press and let go of EN/);
    expect(said).toMatch(/another cable/);
    expect(time.passed()).toBeLessThan(30_000);
  });

  it("by never answering at a port without DTR and RTS: says so, too", async () => {
    timeLapse();
    expect(await failure(new ChipLink("ESP32", {}, false))).toMatch(/has no DTR and RTS lines, so that it cannot be switched into its loader/);
  });

  it.each(Array.from({ length: blocks }, (_, block) => block))("by falling silent at block %i: gives up, and says that it can be repaired", async (at) => {
    const time = timeLapse();
    const said = await failure(new ChipLink("ESP32", { blocks: at }));
    const file = ["bootloader.bin", "partitions_espruino.bin", "espruino_esp32.bin"][Math.min(at, 2)];
    expect(said).toContain(`stopped answering while writing ${file}`);
    expect(said).toMatch(/run this again.*--flash-baud 115200/);
    expect(time.passed()).toBeLessThan(60_000);
  });

  it("by a worn-out flash: the comparison finds it", async () => {
    timeLapse();
    expect(await failure(new ChipLink("ESP32", { wornOut: true }))).toMatch(/what is in flash is not what was sent, found while writing bootloader\.bin/);
  });

  it.each([0, 1, 4])("by a cable that is pulled at block %i: says so at once", async (at) => {
    const time = timeLapse();
    const link: ChipLink = new ChipLink("ESP32", { blocks: at, atBlock: () => link.cut() });
    const said = await failure(link);
    expect(said).toBe("/dev/ttyUSB0 is gone: was the cable pulled? Plug it in and run this again");
    expect(time.passed()).toBeLessThan(10_000);
  });

  it("can be written again: that repairs it", async () => {
    timeLapse();
    const broken = new ChipLink("ESP32", { blocks: 3 });
    await failure(broken);
    const again = new ChipLink();
    again.chip.flash.set(broken.chip.flash);
    await write(again);
    expect(parts.every((part) => inFlash(again, part))).toBe(true);
  });
});
