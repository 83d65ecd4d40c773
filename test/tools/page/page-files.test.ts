/** The page's build: whole, and fit for a browser that asks nobody else. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadPageFiles, type PageFiles } from "../../../src/tools/page/server/page-files.ts";

let files: PageFiles;

beforeAll(async () => {
  files = await loadPageFiles();
}, 60_000);

/** The texts of all files with this ending. */
function texts(ending: string): string[] {
  return [...files].filter(([address]) => address.endsWith(ending)).map(([, { bytes }]) => Buffer.from(bytes).toString());
}

describe("the page's files", () => {
  it("are an index, scripts and styles, each with its type", () => {
    expect(files.get("/")?.type).toBe("text/html; charset=utf-8");
    const types = [...files].map(([, { type }]) => type);
    expect(types).toContain("text/javascript; charset=utf-8");
    expect(types).toContain("text/css; charset=utf-8");
    expect(types).not.toContain("application/octet-stream");
  });

  it("hold no script or style within the HTML, and no address of the internet", () => {
    const index = Buffer.from(files.get("/")?.bytes ?? []).toString();
    expect(index).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=/);
    expect(index).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const css of texts(".css")) expect(css).not.toMatch(/url\(|@import/);
  });

  it("need none of Node's modules", () => {
    for (const script of texts(".js")) expect(script).not.toMatch(/__vite-browser-external|from "node:/);
  });
});
