/** The page's build: whole, kept, and safe to start twice at once. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPageFiles, type PageFiles } from "../../../src/tools/page/server/page-files.ts";

const cache = mkdtempSync(path.join(tmpdir(), "page-"));
let builds: PageFiles[];

beforeAll(async () => {
  builds = await Promise.all([loadPageFiles(cache), loadPageFiles(cache)]);
}, 60_000);
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** The texts of all files with this ending. */
function texts(ending: string): string[] {
  return [...(builds[0] ?? [])].filter(([address]) => address.endsWith(ending)).map(([, { bytes }]) => Buffer.from(bytes).toString());
}

describe("the page's files", () => {
  it("are the same for two that build at once, and leave nothing but one build", () => {
    expect([...(builds[1] ?? [])]).toEqual([...(builds[0] ?? [])]);
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  });

  it("come from the cache the next time", async () => {
    expect([...(await loadPageFiles(cache))]).toEqual([...(builds[0] ?? [])]);
  });

  it("are an index, scripts and styles, each with its type", () => {
    expect(builds[0]?.get("/")?.type).toBe("text/html; charset=utf-8");
    const types = [...(builds[0] ?? [])].map(([, { type }]) => type);
    expect(types).toContain("text/javascript; charset=utf-8");
    expect(types).toContain("text/css; charset=utf-8");
    expect(types).not.toContain("application/octet-stream");
  });

  it("hold no script or style within the HTML, and no address of the internet", () => {
    const index = Buffer.from(builds[0]?.get("/")?.bytes ?? []).toString();
    expect(index).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=/);
    expect(index).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const css of texts(".css")) expect(css).not.toMatch(/url\(|@import/);
  });

  it("need none of Node's modules", () => {
    for (const script of texts(".js")) expect(script).not.toMatch(/__vite-browser-external|from "node:/);
  });
});
