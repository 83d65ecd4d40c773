/** What is checked of Espruino's files before a board is touched: each fault alone, named with its file. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import config from "../../../../flash.config.json" with { type: "json" };
import { checkFiles } from "../../../../src/tools/board-setup/interpreter/check-files.ts";
import { imageFault } from "../../../../src/tools/board-setup/interpreter/image.ts";
import { readListing } from "../../../../src/tools/board-setup/interpreter/listing.ts";
import { readPartitions } from "../../../../src/tools/board-setup/interpreter/partitions.ts";
import { download, image, exampleListing, noise, partitions } from "./files.ts";

const application = "espruino_esp32.bin";

function check(changes: Record<string, Buffer>, listing: unknown = exampleListing): ReturnType<typeof checkFiles> {
  return checkFiles(readListing(listing), new Map([...download(), ...Object.entries(changes)]));
}

/** A copy with one byte changed. */
function spoilt(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at] = (copy.at(at) ?? 0) ^ 0x40;
  return copy;
}

describe("Espruino's files", () => {
  it("are taken as they are when all is well, in the order of their places in flash", () => {
    const files = download();
    expect(checkFiles(readListing(exampleListing), files)).toEqual([
      { name: "bootloader.bin", offset: 0x1000, data: files.get("bootloader.bin") },
      { name: "partitions_espruino.bin", offset: 0x8000, data: files.get("partitions_espruino.bin") },
      { name: application, offset: 0x10000, data: files.get(application) },
    ]);
  });

  it("may have no SHA-256 of their own, as old images do", () => {
    expect(check({ [application]: image({ hash: false }) })).toHaveLength(3);
  });

  it("may have one listed in flash.config.json", () => {
    const bytes = image();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const listing = { ...exampleListing, files: exampleListing.files.map((file) => (file.file === application ? { ...file, sha256 } : file)) };
    expect(check({ [application]: bytes }, listing)).toHaveLength(3);
    expect(() => check({ [application]: image({ segments: [noise(50)] }) }, listing)).toThrow(
      /espruino_esp32\.bin has SHA-256 \w{64}, but flash\.config\.json lists/,
    );
  });

  it.each<[string, Record<string, Buffer>, RegExp]>([
    ["is empty", { [application]: Buffer.alloc(0) }, /espruino_esp32\.bin is no ESP32 image/],
    ["is a web page", { [application]: Buffer.from("<!doctype html>".repeat(9)) }, /espruino_esp32\.bin is no ESP32 image \(its first byte is not 0xE9\)/],
    ["is for an ESP32-C3", { [application]: image({ chipId: 5 }) }, /espruino_esp32\.bin is for the ESP32-C3, not for the ESP32/],
    ["is for an ESP32-S3", { "bootloader.bin": image({ chipId: 9 }) }, /bootloader\.bin is for the ESP32-S3, not for the ESP32/],
    ["is for a chip of the future", { "bootloader.bin": image({ chipId: 99 }) }, /bootloader\.bin is for the unknown chip \(99\)/],
    ["lost its end", { [application]: image().subarray(0, -40) }, /espruino_esp32\.bin is cut off after \d+ bytes/],
    ["lost its SHA-256", { [application]: image().subarray(0, -1) }, /espruino_esp32\.bin is cut off/],
    ["lost its first segment's head", { [application]: image().subarray(0, 28) }, /espruino_esp32\.bin is cut off/],
    ["has a changed byte", { [application]: spoilt(image(), 40) }, /espruino_esp32\.bin is damaged \(its checksum/],
    ["has a changed SHA-256", { [application]: spoilt(image(), -1) }, /espruino_esp32\.bin is damaged \(its own SHA-256/],
    ["has a changed head", { [application]: spoilt(image(), 2) }, /espruino_esp32\.bin is damaged \(its own SHA-256/],
    ["is too long for its place", { "bootloader.bin": image({ segments: [noise(0x7000)] }) }, /bootloader\.bin has 29 KB, and there is room for 28 KB/],
    [
      "is too long for its partition",
      { [application]: image({ segments: [noise(2000)] }), "partitions_espruino.bin": partitions(1024) },
      /espruino_esp32\.bin has 3 KB, and its partition "factory" 1 KB/,
    ],
    ["is no partition table", { "partitions_espruino.bin": image() }, /partitions_espruino\.bin is no partition table/],
    ["is a damaged partition table", { "partitions_espruino.bin": spoilt(partitions(), 9) }, /partitions_espruino\.bin is damaged \(its MD5/],
    [
      "is the partition table of something else",
      { "partitions_espruino.bin": partitions(0x100000, 0x20000) },
      /no file begins where the partition table has an application/,
    ],
  ])("are refused when one %s", (_what, changes, words) => {
    expect(() => check(changes)).toThrow(words);
    expect(() => check(changes)).toThrow(/^nothing was written, for .*Download it again, for the ESP32$/);
  });

  it("are refused with all that is wrong at once", () => {
    const bad = { "bootloader.bin": image({ chipId: 5 }), [application]: Buffer.alloc(0) };
    expect(() => check(bad)).toThrow(/bootloader\.bin is for the ESP32-C3.*; espruino_esp32\.bin is no ESP32 image/);
  });
});

describe("an image that was damaged on its way", () => {
  const seed = 20_260_729;
  const whole = image({ segments: [noise(60), noise(7)] });
  /** Says whether a SHA-256 follows; an image that has lost that byte alone is one without. */
  const hasDigest = 23;

  it("is found, whichever byte changed", () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        fc.pre(at !== hasDigest || change !== 1);
        const changed = Buffer.from(whole);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        expect(imageFault(changed, "ESP32")).toBeTypeOf("string");
      }),
      { seed, numRuns: 500 },
    );
  });

  it("is found, wherever it was cut off", () => {
    for (let length = 0; length < whole.length; length++) expect(imageFault(whole.subarray(0, length), "ESP32")).toBeTypeOf("string");
  });

  it("never ends in a crash, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isImage) => {
        const file = isImage ? Buffer.concat([Buffer.of(0xe9, 3), bytes]) : bytes;
        expect(imageFault(file, "ESP32")).toBeTypeOf("string");
        readPartitions(file);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe("the key interpreter of flash.config.json", () => {
  it("lists Espruino's three files where the ESP32 wants them", () => {
    expect(readListing(config.interpreter).files.map(({ file, offset }) => [file, offset])).toEqual([
      ["bootloader.bin", 0x1000],
      ["partitions_espruino.bin", 0x8000],
      ["espruino_esp32.bin", 0x10000],
    ]);
  });

  const [first, ...others] = exampleListing.files;
  const withFirst = (change: object): object => ({ ...exampleListing, files: [{ ...first, ...change }, ...others] });

  it.each<[string, unknown, string]>([
    ["is missing", undefined, "interpreter must be an object {chip, files}, got nothing"],
    ["has no chip", { files: exampleListing.files }, 'interpreter.chip must be the name of a chip such as "ESP32", got nothing'],
    ["has no files", { chip: "ESP32", files: [] }, "interpreter.files must be a list of files, got []"],
    ["has a file that is no object", { chip: "ESP32", files: ["a.bin"] }, 'interpreter.files[0] must be an object {file, offset, limit}, got "a.bin"'],
    ["leads out of the download", withFirst({ file: "../bootloader.bin" }), 'interpreter.files[0].file must be the name of a file, got "../bootloader.bin"'],
    ["has a number for an address", withFirst({ offset: 4096 }), 'interpreter.files[0].offset must be a text such as "0x1000", got 4096'],
    ["has no limit", withFirst({ limit: undefined }), 'interpreter.files[0].limit must be a text such as "0x1000", got nothing'],
    ["has a sum of another kind", withFirst({ sha256: "abc" }), 'interpreter.files[0].sha256 must be 64 hex digits, got "abc"'],
    ["lets files overlap", withFirst({ limit: "0x7001" }), "interpreter.files: bootloader.bin and partitions_espruino.bin overlap"],
  ])("is refused when it %s", (_what, listing, words) => {
    expect(() => readListing(listing)).toThrow(`flash.config.json: ${words}`);
  });
});
