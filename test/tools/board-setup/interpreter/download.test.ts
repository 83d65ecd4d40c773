/** What a user may bring: a folder, a zip or a tgz, as espruino.com packs them and as browsers leave them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync, zipSync } from "fflate";
import { createTar } from "nanotar";
import { afterAll, describe, expect, it } from "vitest";
import { openDownload, readInterpreter } from "../../../../src/tools/flash/interpreter-files.ts";
import { python } from "../../../support/pty-port.ts";
import { download, exampleListing } from "./files.ts";

const root = mkdtempSync(path.join(tmpdir(), "download-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const names = exampleListing.files.map(({ file }) => file);
const files = download();

type Packed = Record<string, Uint8Array>;

/** All files below a folder, by their paths, and what else is there. */
function below(folder: string, more: Packed = {}): Packed {
  return { ...Object.fromEntries([...files].map(([name, bytes]) => [folder + name, bytes])), ...more };
}

function zip(name: string, packed: Packed): string {
  const file = path.join(root, name);
  writeFileSync(file, zipSync(packed));
  return file;
}

function tgz(name: string, packed: Packed): string {
  const file = path.join(root, name);
  writeFileSync(file, gzipSync(createTar(Object.entries(packed).map(([each, data]) => ({ name: each, data })))));
  return file;
}

function folder(name: string, packed: Packed): string {
  for (const [each, bytes] of Object.entries(packed)) {
    const file = path.join(root, name, each);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return path.join(root, name);
}

const readme = { "espruino_2v29_esp32/README_flash.txt": Buffer.from("How to flash") };

describe("Espruino's download", () => {
  it.each<[string, () => string]>([
    ["the .tgz for the ESP32", () => tgz("espruino_2v29_esp32.tgz", below("espruino_2v29_esp32/", readme))],
    ["a .zip of that folder", () => zip("esp32.zip", below("espruino_2v29_esp32/", readme))],
    ["a .zip without a folder", () => zip("flat.zip", below(""))],
    ["a .tgz that the browser called .zip", () => tgz("renamed.zip", below("espruino_2v29_esp32/"))],
    ["the unpacked folder", () => folder("espruino_2v29_esp32", below(""))],
    ["the folder around it", () => folder("Downloads", below("espruino_2v29_esp32/", { "letter.pdf": Buffer.from("%PDF") }))],
    [
      "the zip of a whole release, with other chips' files of the same names",
      () =>
        zip(
          "espruino_2v29.zip",
          below("espruino_2v29_esp32/", { "espruino_2v29_esp32c3/bootloader.bin": Buffer.from("not this"), "readme.txt": Buffer.from("hello") }),
        ),
    ],
  ])("may be %s", (_what, make) => {
    const found = openDownload(make(), names);
    expect([...found.keys()].toSorted()).toEqual([...files.keys()].toSorted());
    for (const [name, bytes] of files) expect(bytes.equals(found.get(name) ?? Buffer.alloc(0))).toBe(true);
  });

  // Made by the programs that others pack with, not by the library that reads it.
  it.skipIf(spawnSync("tar", ["--version"]).status !== 0)("may be what tar makes", () => {
    folder("packed", below("espruino_2v29_esp32/", readme));
    const archive = path.join(root, "gnu.tgz");
    expect(spawnSync("tar", ["-czf", archive, "-C", path.join(root, "packed"), "."]).status).toBe(0);
    expect([...openDownload(archive, names).keys()].toSorted()).toEqual([...names].toSorted());
  });

  it.skipIf(!python)("may be what Python's zipfile makes", () => {
    folder("zipped", below("espruino_2v29_esp32/", readme));
    const archive = path.join(root, "python.zip");
    expect(spawnSync(python ?? "", ["-m", "zipfile", "-c", archive, path.join(root, "zipped", "espruino_2v29_esp32")]).status).toBe(0);
    expect([...openDownload(archive, names).keys()].toSorted()).toEqual([...names].toSorted());
  });

  it.each<[string, () => string, RegExp]>([
    ["is not there", () => path.join(root, "nowhere.zip"), /there is no .*nowhere\.zip: download Espruino for the ESP32 from espruino\.com\/Download/],
    [
      "is something else",
      () => folder("Music", { "a.mp3": Buffer.from("ID3") }),
      /Music lacks bootloader\.bin, partitions_espruino\.bin, espruino_esp32\.bin: download/,
    ],
    [
      "is the download for another chip",
      () => zip("c3.zip", { "espruino_2v29_esp32c3/bootloader.bin": Buffer.from("c3") }),
      /c3\.zip lacks partitions_espruino\.bin, espruino_esp32\.bin/,
    ],
    [
      "is spread over folders",
      () =>
        zip("spread.zip", { "a/bootloader.bin": Buffer.from("1"), "b/partitions_espruino.bin": Buffer.from("2"), "b/espruino_esp32.bin": Buffer.from("3") }),
      /lacks bootloader\.bin/,
    ],
    ["holds two versions", () => folder("Versions", { ...below("2v28/"), ...below("2v29/") }), /more than one set of .*: name one of its folders: 2v28, 2v29/],
    ["is a file of another kind", () => path.join(folder("Texts", { "a.txt": Buffer.from("hello") }), "a.txt"), /a\.txt is no folder, zip or tgz/],
    [
      "is a zip that was cut off",
      () => path.join(folder("Cut", { "cut.zip": zipSync(below("")).subarray(0, 5000) }), "cut.zip"),
      /cut\.zip is damaged .*: download it again/,
    ],
    [
      "is a tgz that was cut off",
      () => path.join(folder("Cut", { "cut.tgz": gzipSync(createTar([{ name: "a", data: "hello" }])).subarray(0, 60) }), "cut.tgz"),
      /cut\.tgz (is damaged|lacks)/,
    ],
  ])("is refused when it %s", (_what, make, words) => {
    expect(() => openDownload(make(), names)).toThrow(words);
  });

  it("comes checked, with its chip", () => {
    expect(readInterpreter(zip("whole.zip", below("")), "flash.config.json")).toMatchObject({ chip: "ESP32", parts: names.map((name) => ({ name })) });
  });

  it.each([
    ["UTF-8 with a byte order mark", "utf8"],
    ["UTF-16 with a byte order mark", "utf16le"],
  ] as const)("is checked against settings in %s", (_what, encoding) => {
    const settings = path.join(root, `${encoding}.json`);
    writeFileSync(settings, `\ufeff${JSON.stringify({ interpreter: exampleListing })}`, encoding);
    expect(readInterpreter(zip("listed.zip", below("")), settings)).toMatchObject({ chip: "ESP32" });
  });

  it("is not checked against settings that are not there, or no JSON, which is said", () => {
    const settings = path.join(root, "broken.json");
    expect(() => readInterpreter("listed.zip", settings)).toThrow(`${settings} cannot be read: ENOENT`);
    writeFileSync(settings, '{"interpreter" {}}');
    expect(() => readInterpreter("listed.zip", settings)).toThrow(`${settings} is not JSON: colon expected in line 1, column 16`);
  });
});
