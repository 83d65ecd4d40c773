/** The node as the commands get it: built once for its sources, and no half-finished build is ever taken. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { buildNode } from "../../../src/tools/node-build/build-node.ts";
import { readDist } from "../../../src/tools/node-build/release.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "node-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function cache(): string {
  return path.join(folder, "cache");
}

describe("the node for a command", { timeout: 60_000 }, () => {
  it("is a whole build, with the settings that it was made with", async () => {
    const { version } = await buildNode(folder);
    expect(JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"))).toMatchObject({ version });
    expect(readDist(folder).node).toContain(version);
  });

  it("goes into no folder that holds other things", async () => {
    writeFileSync(path.join(folder, "thesis.txt"), "");
    await expect(buildNode(folder, cache())).rejects.toThrow(/^the build fails:\n {2}.* holds other things than a build/);
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });

  it("fails in the build's own lines, and leaves nothing in the cache", async () => {
    const { BuildError } = await import("../../../src/tools/bundle/build-error.ts");
    vi.doMock("../../../src/tools/node-build/build-dist.ts", () => ({
      build: () => Promise.reject(new BuildError(["src/firmware/led.ts:3:5: no", "src/firmware/led.ts:4:1: neither"])),
    }));
    onTestFinished(() => void vi.doUnmock("../../../src/tools/node-build/build-dist.ts"));
    await expect(buildNode(path.join(folder, "dist"), cache())).rejects.toThrow(
      "the build fails:\n  src/firmware/led.ts:3:5: no\n  src/firmware/led.ts:4:1: neither",
    );
    expect(readdirSync(cache())).toEqual([]);
  });
});
