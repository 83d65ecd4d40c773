/** dist/install/: the Storage image is what the chip reads, and the manifest puts it where the chip looks for it. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { buildNode } from "../../../src/tools/node-build/build-node.ts";
import { storageImage } from "../../../src/tools/node-build/storage-image.ts";
import { espruino, nextLine } from "../../support/boards.ts";

let dist: string;
beforeAll(async () => {
  dist = mkdtempSync(path.join(tmpdir(), "install-"));
  await buildNode(dist);
  return () => rmSync(dist, { recursive: true });
}, 60_000);

/** Reads an image as the chip does, from a description of the format: header by header, until erased flash. */
function filesIn(image: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(image);
  const files = new Map<string, string>();
  for (let at = 0; at + 32 <= bytes.length && bytes.readUInt32LE(at) !== 0xffffffff;) {
    const size = bytes.readUIntLE(at, 3);
    expect(bytes[at + 3], "flags").toBe(0);
    const name = bytes.toString("latin1", at + 4, at + 32).replace(/\0+$/, "");
    files.set(name, bytes.toString("latin1", at + 32, at + 32 + size));
    for (at += 32 + size; at % 4 !== 0; at++) expect(bytes[at], "padding").toBe(0xff);
  }
  return files;
}

describe("a Storage image", () => {
  it("has each byte where the chip expects it", () => {
    const image = storageImage([
      { storage: "a.js", bytes: Buffer.from("hello") },
      { storage: "b", bytes: Buffer.from("x") },
    ]);
    const header = (size: string, name: string): string => size + Buffer.from(name).toString("hex").padEnd(56, "0");
    // size 5, "a.js"; hello and three bytes to the next word; size 1, "b"; x and three bytes; erased
    const begin = `${header("05000000", "a.js")}68656c6c6fffffff${header("01000000", "b")}78ffffffffffffff`;
    expect(Buffer.from(image).toString("hex", 0, begin.length / 2)).toBe(begin);
    expect(image.length).toBe(4096);
    expect(image.subarray(begin.length / 2).every((byte) => byte === 0xff)).toBe(true);
  });

  it.each(["", "x".repeat(29)])("refuses the name %j", (storage) => {
    expect(() => storageImage([{ storage, bytes: new Uint8Array(1) }])).toThrow(/is no name for a Storage file/);
  });

  it("refuses what does not fit", () => {
    expect(() => storageImage([{ storage: "big", bytes: new Uint8Array(896 * 1024) }])).toThrow(/does not fit/);
  });
});

describe("dist/install", () => {
  const image = (): Uint8Array => readFileSync(path.join(dist, "install/storage.bin"));

  it("has the node's files, and nobody's configuration", () => {
    const files = filesIn(image());
    expect([...files.keys()]).toEqual([".boot1", ".bootcde", "ding.js"]);
    for (const [storage, file] of [
      [".boot1", "doors.js"],
      [".bootcde", "boot.js"],
      ["ding.js", "ding.js"],
    ] as const)
      expect(files.get(storage) === readFileSync(path.join(dist, file), "latin1")).toBe(true);
  });

  it("has a manifest for ESP Web Tools, in which nothing overlaps", () => {
    expect(JSON.parse(readFileSync(path.join(dist, "install/manifest.json"), "utf8"))).toMatchObject({
      name: "mqtt-ding-node",
      new_install_prompt_erase: false,
      builds: [
        {
          chipFamily: "ESP32",
          parts: [
            { path: "bootloader.bin", offset: 4096 },
            { path: "partitions_espruino.bin", offset: 32768 },
            { path: "espruino_esp32.bin", offset: 65536 },
            { path: "storage.bin", offset: 3276800 },
          ],
        },
      ],
    });
    expect(image().length % 4096).toBe(0);
    expect(image().length).toBeLessThanOrEqual(896 * 1024);
  });

  it("starts the node on the virtual board", async () => {
    const board = new VirtualEsp32();
    onTestFinished(() => board.discard());
    for (const [name, contents] of filesIn(image())) board.put(name, contents);
    const started = nextLine(board, /^ding \d+\.\d+\.\d+: ding-/);
    await board.powerOn();
    await started;
  });

  // The Linux build keeps its Storage in a file.
  it.skipIf(!espruino)("is read by the real interpreter, byte for byte", { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "image-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(path.join(folder, "espruino.flash"), Buffer.concat([image(), Buffer.alloc(896 * 1024 - image().length, 0xff)]));
    const program = 'var s=require("Storage");print("files "+JSON.stringify(s.list().map(function(n){return[n,E.CRC32(s.read(n))]})))';
    writeFileSync(path.join(folder, "program.js"), program);
    const child = spawn(espruino ?? "", ["program.js"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const line = await new Promise<string>((resolve) => {
      let output = "";
      child.stdout.setEncoding("latin1").on("data", (text: string) => {
        output += text;
        const [, found] = /files (.*)\r?\n/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const expected = [...filesIn(image())].map(([name, contents]) => [name, crc32(Buffer.from(contents, "latin1"))]);
    const unsigned = (JSON.parse(line) as [string, number][]).map(([name, sum]) => [name, sum >>> 0]);
    expect(unsigned.toSorted()).toEqual(expected.toSorted());
  });

  it("is replaced by the next build, which leaves what somebody has put beside it", async () => {
    writeFileSync(path.join(dist, "install/bootloader.bin"), "Espruino's");
    await buildNode(dist);
    expect(readFileSync(path.join(dist, "install/bootloader.bin"), "utf8")).toBe("Espruino's");
  });
});
