/**
 * Builds that are kept in node_modules/.cache until their sources change, so only the first start after a change takes its
 * seconds.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

export const projectFolder = path.resolve(import.meta.dirname, "../../..");

/** Older builds go, but not one that another process may have just found. */
const keptFor = 24 * 3600 * 1000;

/**
 * The folder with a build of the sources as they are now: one of those in `cache`, or built by `make` into the folder that it
 * is given.
 */
export async function cachedBuild(cache: string, make: (scratch: string) => Promise<unknown>): Promise<string> {
  const folder = path.join(cache, await hashOfSources());
  if (!(await exists(folder))) await build(folder, make);
  return folder;
}

/** All files of a folder by their path in it, with slashes. */
export async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of await namesIn(folder)) files.set(name.split(path.sep).join("/"), await readFile(path.join(folder, name)));
  return files;
}

/** Builds elsewhere, then renames: a half-finished build is never visible, and of two concurrent builds the first wins. */
async function build(folder: string, make: (scratch: string) => Promise<unknown>): Promise<void> {
  const cache = path.dirname(folder);
  await mkdir(cache, { recursive: true });
  await removeOldBuilds(cache);
  const scratch = await mkdtemp(path.join(cache, "new-"));
  try {
    await make(scratch);
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

/** All that can end up in a build. The page uses code of the tools, of the firmware and of the board, so all of these count. */
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const folders = await Promise.all(
    ["src", "board"].map(async (folder) => (await namesIn(path.join(projectFolder, folder))).map((name) => path.join(folder, name))),
  );
  const files = ["package.json", "package-lock.json", "flash.config.json", ...folders.flat()].sort();
  const contents = await Promise.all(files.map((file) => readFile(path.join(projectFolder, file))));
  files.forEach((file, index) => hash.update(`\n${file}\n`).update(contents[index] ?? ""));
  return hash.digest("hex").slice(0, 16);
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}
