/** The folder that a build goes to: only files that a build has put there are replaced. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { isObject } from "../../firmware/validate.ts";
import { installFiles } from "./install-files.ts";
import { BuildError } from "../bundle/build-error.ts";

export const manifestFile = "manifest.json";

/**
 * The files of the build in `folder`; none when it is empty or not there.
 * @throws {BuildError} when it holds something else
 */
export async function filesOfBuild(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: unknown): string[] => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new BuildError([`${folder} is no folder that a build can go to (${code ?? String(error)})`]);
  });
  if (entries.length === 0) return [];
  const files = entries.includes(manifestFile) ? namesIn(await readFile(path.join(folder, manifestFile), "utf8")) : undefined;
  if (!files) throw new BuildError([`${folder} holds other things than a build, and is left as it is: give --out an empty folder`]);
  return [...files, ...Object.values(installFiles), manifestFile];
}

/** The files that a manifest names; undefined if it is not the manifest of a build. */
function namesIn(manifest: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(manifest);
  } catch {
    return undefined;
  }
  const files: unknown = isObject(value) && typeof value["version"] === "string" ? value["files"] : undefined;
  if (!Array.isArray(files)) return undefined;
  const names = files.map((file: unknown) => (isObject(file) && typeof file["storage"] === "string" ? file["path"] : undefined));
  return names.every((name) => typeof name === "string" && /^[\w-]+\.js$/.test(name)) ? (names as string[]) : undefined;
}

/** Puts `contents` in the place of the files `old`. The manifest comes last: without it there is no build. */
export async function replaceBuild(folder: string, old: readonly string[], contents: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of contents) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.new`, bytes);
    await rename(`${file}.new`, file);
  }
  for (const name of old) if (!contents.has(name)) await rm(path.join(folder, name), { force: true });
}
