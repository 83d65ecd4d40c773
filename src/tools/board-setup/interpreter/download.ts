/**
 * What the user downloaded from espruino.com: a folder, a .zip or a .tgz. The files lie in a folder of their own inside,
 * and the big zip of a release holds such a folder for each chip, with files of the same names.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gunzipSync, unzipSync } from "fflate";
import { parseTar } from "nanotar";
import { UserError } from "../../command-line/user-error.ts";

/** Paths, with forward slashes, and what the files hold. */
type Contents = ReadonlyMap<string, () => Uint8Array>;

const fromWhere = "download Espruino for the ESP32 from espruino.com/Download, and give its .tgz, .zip or unpacked folder";

/** No Espruino download has a file larger than this; a damaged archive may claim to. */
const largestFile = 16 * 1024 * 1024;

function folderContents(root: string): Contents {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file).replaceAll(path.sep, "/"), () => readFileSync(file)];
    }),
  );
}

function zipContents(zip: Uint8Array, wanted: (name: string) => boolean): Contents {
  const files = unzipSync(zip, { filter: ({ name, originalSize }) => wanted(path.posix.basename(name)) && originalSize <= largestFile });
  return new Map(Object.entries(files).map(([name, bytes]) => [name, () => bytes]));
}

function tarContents(tar: Uint8Array): Contents {
  return new Map(parseTar(tar).flatMap(({ name, data }) => (data ? [[name, () => data] as const] : [])));
}

function contents(source: string, wanted: (name: string) => boolean): Contents {
  let isFolder: boolean;
  try {
    isFolder = statSync(source).isDirectory();
  } catch {
    throw new UserError(`there is no ${source}: ${fromWhere}`);
  }
  if (isFolder) return folderContents(source);
  const archive = readFileSync(source);
  try {
    // By what it is, not by its name: browsers rename and unpack.
    if (archive[0] === 0x1f && archive[1] === 0x8b) return tarContents(gunzipSync(archive));
    if (archive[0] === 0x50 && archive[1] === 0x4b) return zipContents(archive, wanted);
  } catch (error) {
    throw new UserError(`${source} is damaged (${error instanceof Error ? error.message : String(error)}): download it again`);
  }
  throw new UserError(`${source} is no folder, zip or tgz: ${fromWhere}`);
}

/**
 * The wanted files by their names, all from one folder of `source`.
 * @throws {UserError} when there is no folder that holds them all, or more than one
 */
export function openDownload(source: string, names: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const all = contents(source, (name) => names.includes(name));
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [file, read] of all) {
    const name = path.posix.basename(file);
    if (!names.includes(name)) continue;
    const folder = path.posix.dirname(file);
    const found = folders.get(folder) ?? new Map<string, Uint8Array>();
    folders.set(folder, found.set(name, read()));
  }
  const complete = [...folders].filter(([, files]) => files.size === names.length);
  const [first, ...others] = complete;
  if (first && others.length === 0) return first[1];
  if (first)
    throw new UserError(`${source} holds more than one set of ${names.join(", ")}: name one of its folders: ${complete.map(([folder]) => folder).join(", ")}`);
  const best = [...folders.values()].toSorted((a, b) => b.size - a.size)[0];
  const missing = names.filter((name) => !best?.has(name));
  throw new UserError(`${source} lacks ${missing.join(", ")}: ${fromWhere}`);
}
