/** Builds that are kept: made once for their sources, whole or not at all, and safe to make twice at once. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { cachedBuild, readFolder } from "../../../src/tools/node-build/build-cache.ts";

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), "cache-"));
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
});

/** Makes a build of one file. */
function writes(text: string): (scratch: string) => Promise<void> {
  return (scratch) => {
    writeFileSync(path.join(scratch, "made"), text);
    return Promise.resolve();
  };
}

it("is made once", async () => {
  const folder = await cachedBuild(cache, writes("first"));
  expect(await cachedBuild(cache, writes("second"))).toBe(folder);
  expect(path.basename(folder)).toMatch(/^[0-9a-f]{16}$/);
  expect(readFileSync(path.join(folder, "made"), "utf8")).toBe("first");
});

it("is the same for two that build at once, and one build is left", async () => {
  const [one, other] = await Promise.all([cachedBuild(cache, writes("one")), cachedBuild(cache, writes("other"))]);
  expect(one).toBe(other);
  expect(readdirSync(cache)).toEqual([path.basename(one)]);
});

it("leaves nothing when it fails", async () => {
  await expect(cachedBuild(cache, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(readdirSync(cache)).toEqual([]);
});

it("is read with its folders", async () => {
  const folder = await cachedBuild(cache, writes("text"));
  expect([...(await readFolder(folder))].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([["made", "text"]]);
});
