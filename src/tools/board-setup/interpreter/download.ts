/**
 * What the user downloaded from espruino.com: a folder, a .zip or a .tgz. The files lie in a folder of their own inside,
 * and the big zip of a release holds such a folder for each chip, with files of the same names.
 */
import { gunzipSync, unzipSync } from "fflate";
import { parseTar } from "nanotar";
import { UserError } from "../../command-line/user-error.ts";

/** Paths, with forward slashes, and what the files hold. */
export type Contents = ReadonlyMap<string, () => Uint8Array>;

export const fromWhere = "download Espruino for the ESP32 from espruino.com/Download, and give its .tgz, .zip or unpacked folder";

/** No Espruino download has a file larger than this; a damaged archive may claim to. */
const largestFile = 16 * 1024 * 1024;

/** "a/b.bin": "a" and "b.bin". */
function split(file: string): { folder: string; name: string } {
  const at = file.lastIndexOf("/");
  return { folder: at < 0 ? "." : file.slice(0, at), name: file.slice(at + 1) };
}

function zipContents(zip: Uint8Array, names: readonly string[]): Contents {
  const files = unzipSync(zip, { filter: ({ name, originalSize }) => names.includes(split(name).name) && originalSize <= largestFile });
  return new Map(Object.entries(files).map(([name, bytes]) => [name, () => bytes]));
}

function tarContents(tar: Uint8Array): Contents {
  return new Map(parseTar(tar).flatMap(({ name, data }) => (data ? [[name, () => data] as const] : [])));
}

/**
 * What an archive holds.
 * @param source its name, for messages
 * @param names of the files that are wanted
 * @throws {UserError} if it is damaged, or neither a zip nor a tgz
 */
export function unpack(source: string, archive: Uint8Array, names: readonly string[]): Contents {
  try {
    // By what it is, not by its name: browsers rename and unpack.
    if (archive[0] === 0x1f && archive[1] === 0x8b) return tarContents(gunzipSync(archive));
    if (archive[0] === 0x50 && archive[1] === 0x4b) return zipContents(archive, names);
  } catch (error) {
    throw new UserError(`${source} is damaged (${error instanceof Error ? error.message : String(error)}): download it again`);
  }
  throw new UserError(`${source} is no folder, zip or tgz: ${fromWhere}`);
}

/**
 * The wanted files by their names, all from one folder.
 * @param source what the user gave, for messages
 * @throws {UserError} when there is no folder that holds them all, or more than one
 */
export function pickFiles(source: string, contents: Contents, names: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [file, read] of contents) {
    const { folder, name } = split(file);
    if (!names.includes(name)) continue;
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
