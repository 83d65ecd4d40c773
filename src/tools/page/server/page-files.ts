/**
 * The page's files, built by Vite and held in memory. A build is kept in node_modules/.cache/page until the sources change,
 * so only the first start after a change takes its second.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { projectFolder, viteConfig } from "./vite-config.ts";

export interface PageFile {
  /** Its media type. */
  type: string;
  bytes: Uint8Array;
}

/** By the path of their address, such as "/" and "/assets/index-abc.js". */
export type PageFiles = ReadonlyMap<string, PageFile>;

const defaultCache = path.join(projectFolder, "node_modules/.cache/page");

/** Older builds go, but not one that another process may have just found. */
const keptFor = 24 * 3600 * 1000;

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
  const folder = path.join(cache, await hashOfSources());
  const cached = await filesIn(folder);
  if (cached !== undefined) return cached;
  await build(folder);
  const built = await filesIn(folder);
  if (built === undefined) throw new Error(`${folder} was built and is not there`);
  return built;
}

/** Builds elsewhere, then renames: a half-finished build is never visible, and of two concurrent builds the first wins. */
async function build(folder: string): Promise<void> {
  const cache = path.dirname(folder);
  await mkdir(cache, { recursive: true });
  await removeOldBuilds(cache);
  const scratch = await mkdtemp(path.join(cache, "new-"));
  try {
    // Vite takes a while to load, and most starts need no build.
    const vite = await import("vite");
    await vite.build(viteConfig(scratch));
    await rename(scratch, folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
}

async function removeOldBuilds(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const folder = path.join(cache, name);
    const made = await stat(folder).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > keptFor) await rm(folder, { recursive: true, force: true });
  }
}

/** All that can end up in the page. It uses code of the tools, of the firmware and of the board, so all of these count. */
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const files = ["package-lock.json", ...(await namesIn("src")), ...(await namesIn("board"))].sort();
  const contents = await Promise.all(files.map((file) => readFile(path.join(projectFolder, file))));
  files.forEach((file, index) => hash.update(`\n${file}\n`).update(contents[index] ?? ""));
  return hash.digest("hex").slice(0, 16);
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(projectFolder, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(projectFolder, path.join(entry.parentPath, entry.name)));
}

/** The files of a build; undefined if the folder does not exist. */
async function filesIn(folder: string): Promise<PageFiles | undefined> {
  if (!(await exists(folder))) return undefined;
  const files = new Map<string, PageFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    files.set(address === "/index.html" ? "/" : address, {
      type: types.get(path.extname(file)) ?? "application/octet-stream",
      bytes: await readFile(file),
    });
  }
  return files;
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}
