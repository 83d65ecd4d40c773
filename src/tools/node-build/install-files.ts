/**
 * dist/install/: what a web page needs to put Espruino and the node on a blank chip by ESP Web Tools. Espruino's own files are
 * named in the manifest, and not shipped: whoever makes the page puts them beside it.
 */
import { readListing } from "../board-setup/interpreter/listing.ts";
import { UserError } from "../command-line/user-error.ts";
import { BuildError } from "../bundle/build-error.ts";
import { storageImage, storageOffset, type StorageFile } from "./storage-image.ts";

/** In dist/. */
export const installFiles = { image: "install/storage.bin", manifest: "install/manifest.json" } as const;

/**
 * The files of dist/install/, by their paths in dist/.
 * @param interpreter flash.config.json's key of that name, which says where each file of Espruino goes
 * @throws {BuildError} when that key is faulty
 */
export function makeInstallFiles(version: string, interpreter: unknown, files: readonly StorageFile[]): Map<string, Uint8Array> {
  const parts = [...espruinoParts(interpreter), { path: "storage.bin", offset: storageOffset }];
  const manifest = {
    name: "mqtt-ding-node",
    version,
    // A new installation erases the whole flash: what is left of another Storage would be found again behind ours.
    new_install_prompt_erase: false,
    // The node does not support Improv, so there is no point in waiting for it.
    new_install_improv_wait_time: 0,
    builds: [{ chipFamily: "ESP32", parts }],
  };
  return new Map([
    [installFiles.image, storageImage(files)],
    [installFiles.manifest, new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`)],
  ]);
}

function espruinoParts(interpreter: unknown): { path: string; offset: number }[] {
  try {
    return readListing(interpreter).files.map(({ file, offset }) => ({ path: file, offset }));
  } catch (error) {
    throw error instanceof UserError ? new BuildError([error.message]) : error;
  }
}
