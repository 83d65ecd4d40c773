/** The built node as a flash tool needs it: what dist/ holds, checked against its manifest. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "../../../board/shared/crc32.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { Release } from "./built-node.ts";

/** Reads a folder that the build made. */
export function readDist(folder: string): Release {
  const again = "run npm run build and try again";
  const read = (file: string): Buffer => {
    try {
      return readFileSync(path.join(folder, file));
    } catch {
      throw new UserError(`dist/${file} cannot be read: ${again}`, exitCodes.usage);
    }
  };
  const manifest: unknown = JSON.parse(read("manifest.json").toString());
  const { version, files } = Object(manifest) as { version?: unknown; files?: unknown };
  const programs = new Map<string, string>();
  for (const file of Array.isArray(files) ? files : []) {
    const entry = Object(file) as Record<string, unknown>;
    const bytes = read(String(entry["path"]));
    if (crc32(bytes) !== entry["crc32"]) throw new UserError(`${String(entry["path"])} is not what dist/manifest.json says: ${again}`);
    programs.set(String(entry["storage"]), bytes.toString("latin1"));
  }
  const boot = programs.get(".bootcde");
  const doors = programs.get(".boot1");
  const node = programs.get("ding.js");
  if (typeof version !== "string" || boot === undefined || doors === undefined || node === undefined || programs.size !== 3) {
    throw new UserError(`dist/manifest.json is not this version's: ${again}`, exitCodes.usage);
  }
  return { version, boot, doors, node };
}
