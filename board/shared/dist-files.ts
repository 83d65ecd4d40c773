/** The Storage files of a fresh installation: those in dist/manifest.json and the node's ding.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A built `dist/`: the folder, or its files by name. */
export type Dist = string | ReadonlyMap<string, string>;

/** Storage files by name; bytes as characters. Without `ding` there is no ding.json. */
export function storageFiles(dist: Dist, ding?: unknown): Map<string, string> {
  const read = (file: string): string => {
    if (typeof dist === "string") return readFileSync(join(dist, file), "latin1");
    const contents = dist.get(file);
    if (contents === undefined) throw new Error(`dist has no ${file}`);
    return contents;
  };
  const files = new Map<string, string>();
  for (const { path, storage } of listed(read("manifest.json"))) files.set(storage, read(path));
  // UTF-8 bytes, as the flash tool writes them.
  if (ding !== undefined) files.set("ding.json", Buffer.from(JSON.stringify(ding), "utf8").toString("latin1"));
  return files;
}

function listed(manifest: string): { path: string; storage: string }[] {
  const parsed: unknown = JSON.parse(manifest);
  const files = isObject(parsed) ? parsed["files"] : undefined;
  if (!Array.isArray(files)) throw new Error("dist/manifest.json lists no files");
  return files.map((file: unknown) => {
    if (!isObject(file) || typeof file["path"] !== "string" || typeof file["storage"] !== "string")
      throw new Error("dist/manifest.json has a file without path or storage name");
    return { path: file["path"], storage: file["storage"] };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
