/** The page's files, built by Vite and held in memory. */
import path from "node:path";
import { cachedBuild, projectFolder, readFolder } from "../../node-build/build-cache.ts";
import { viteConfig } from "./vite-config.ts";

export interface PageFile {
  /** Its media type. */
  type: string;
  bytes: Uint8Array;
}

/** By the path of their address, such as "/" and "/assets/index-abc.js". */
export type PageFiles = ReadonlyMap<string, PageFile>;

const defaultCache = path.join(projectFolder, "node_modules/.cache/page");

const types = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".json", "application/json"],
  [".wasm", "application/wasm"],
]);

/** The page's files as of now: from the folder of builds, or built. */
export async function loadPageFiles(cache = defaultCache): Promise<PageFiles> {
  const folder = await cachedBuild(cache, async (scratch) => {
    // Vite takes a while to load, and most starts need no build.
    const vite = await import("vite");
    await vite.build(viteConfig(scratch));
  });
  const files = new Map<string, PageFile>();
  for (const [name, bytes] of await readFolder(folder)) {
    files.set(name === "index.html" ? "/" : `/${name}`, { type: types.get(path.extname(name)) ?? "application/octet-stream", bytes });
  }
  return files;
}
