/** Makes dist/: one file for each Storage file of a fresh device, the manifest that names them, and install/ for web pages. */
import { fileURLToPath } from "node:url";
import { crc32 } from "../../../board/shared/crc32.ts";
import { BuildError } from "../bundle/build-error.ts";
import { bundleForEspruino } from "../bundle/bundle.ts";
import { pretokenise } from "../bundle/pretokenise.ts";
import { filesOfBuild, manifestFile, replaceBuild } from "./build-folder.ts";
import { makeInstallFiles } from "./install-files.ts";
import { compiledIn, readSettings, SettingsError } from "../config/settings.ts";
import type { Settings } from "../config/settings-shape.ts";
import { nodePrograms, type Program } from "./programs.ts";

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

const project = fileURLToPath(new URL("../../..", import.meta.url));

export interface Built {
  readonly manifest: Manifest;
  readonly settings: Settings;
  /** Functions that are made only while they run, by group. */
  readonly moved: ReadonlyMap<string, readonly string[]>;
}

export interface BuildOptions {
  /** Where the sources are; their own settings unless others are given. */
  readonly root?: string;
  readonly settings?: Settings;
  readonly programs?: readonly Program[];
}

/**
 * Builds into `outDir`, all or nothing.
 * @throws {BuildError} when the source or flash.config.json is faulty, when the files together are over the budget, or when
 * `outDir` holds something else than a build
 */
export async function build(outDir: string, { root = project, settings: given, programs = nodePrograms }: BuildOptions = {}): Promise<Built> {
  const settings = given ?? (await settingsAt(root));
  const old = await filesOfBuild(outDir);
  const { budget, version } = settings;
  const { DEFAULTS, PINS } = compiledIn(settings);
  const define = { DEFAULTS: JSON.stringify(DEFAULTS), PINS: JSON.stringify(PINS), VERSION: JSON.stringify(version) };
  const moved = new Map<string, readonly string[]>();
  const built = await Promise.all(
    programs.map(async ({ entry, path, storage, busy = {}, rare = [], beginsWithVersion }) => {
      const { code, moved: here } = await bundleForEspruino({ root, entry, define, busy, rare, shortNames: true });
      for (const [group, functions] of here) moved.set(group, functions);
      return { path, storage, bytes: Buffer.from((beginsWithVersion ? `//${version}\n` : "") + pretokenise(code), "latin1") };
    }),
  );
  const files = built.map((file) => ({ ...file, bytes: file.bytes.length, crc32: crc32(file.bytes) }));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total > budget) {
    const each = files.map((file) => `${file.path} ${file.bytes}`).join(", ");
    throw new BuildError([`over budget: ${total} bytes (${each}), flash.config.json's budget.total is ${budget}`]);
  }
  const manifest: Manifest = { version, files };
  const contents = new Map<string, Uint8Array>(built.map((file) => [file.path, file.bytes]));
  if (settings.interpreter !== undefined) for (const [name, bytes] of makeInstallFiles(version, settings.interpreter, built)) contents.set(name, bytes);
  contents.set(manifestFile, Buffer.from(JSON.stringify(manifest, undefined, 2) + "\n"));
  await replaceBuild(outDir, old, contents);
  return { manifest, settings, moved };
}

async function settingsAt(root: string): Promise<Settings> {
  try {
    return await readSettings(root);
  } catch (error) {
    throw error instanceof SettingsError ? new BuildError(error.lines) : error;
  }
}
