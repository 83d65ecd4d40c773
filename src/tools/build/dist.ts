/** Makes dist/: one file for each Storage file of a fresh device, and the manifest that names them. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { bundleForEspruino, BuildError } from "./bundle.ts";
import { readSettings } from "./settings.ts";
import { tables } from "./tables.ts";

export interface ManifestFile {
  /** In dist/. */
  readonly path: string;
  /** In the chip's Storage. */
  readonly storage: string;
  readonly bytes: number;
  /** As `E.CRC32` on the chip gives it: the flash tool compares the two. */
  readonly crc32: number;
}

export interface Manifest {
  readonly version: string;
  readonly files: readonly ManifestFile[];
}

/** Storage takes names of up to 28 characters; `.bootcde` is what the interpreter runs at power-on. */
const programs = [
  { entry: "src/firmware/doors.ts", path: "doors.js", storage: ".boot1" },
  { entry: "src/firmware/boot.ts", path: "boot.js", storage: ".bootcde" },
  { entry: "src/firmware/main.ts", path: "ding.js", storage: "ding.js" },
] as const;

const project = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Builds the project at `root` into `outDir`, all or nothing, and returns the manifest. Throws a BuildError when the
 * source is faulty or the files together are over the budget.
 */
export async function build(outDir: string, root = project): Promise<{ manifest: Manifest; budget: number }> {
  const { device, budget, version } = await readSettings(root);
  const define = { TABLES: JSON.stringify(tables(device)), VERSION: JSON.stringify(version) };
  const built = await Promise.all(
    programs.map(async ({ entry, ...names }) => {
      const { code } = await bundleForEspruino({ root, entry, define, conditions: ["small"], shortNames: true });
      return { ...names, bytes: Buffer.from(code, "latin1") };
    }),
  );
  const files = built.map((file) => ({ ...file, bytes: file.bytes.length, crc32: crc32(file.bytes) }));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total > budget) {
    const each = files.map((file) => `${file.path} ${file.bytes}`).join(", ");
    throw new BuildError([`over budget: ${total} bytes (${each}), flash.config.json's budget.total is ${budget}`]);
  }
  const manifest: Manifest = { version, files };
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  for (const file of built) await writeFile(path.join(outDir, file.path), file.bytes);
  await writeFile(path.join(outDir, "manifest.json"), JSON.stringify(manifest, undefined, 2) + "\n");
  return { manifest, budget };
}
