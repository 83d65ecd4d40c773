/** Espruino's files for `--interpreter`, from this computer's disk. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { checkInterpreter, type Interpreter } from "../board-setup/interpreter/index.ts";
import { fromWhere, pickFiles, unpack, type Contents } from "../board-setup/interpreter/download.ts";
import { readListing } from "../board-setup/interpreter/listing.ts";
import { UserError } from "../command-line/user-error.ts";
import { JsonError, parseJsonFile } from "../config/json-file.ts";

/**
 * Reads and checks what the user downloaded, before any board is touched.
 * @param source a folder, a .zip or a .tgz
 * @param settings the path of flash.config.json
 * @throws {UserError} with all that is wrong
 */
export function readInterpreter(source: string, settings: string): Interpreter {
  const listing = readListing(interpreterKey(settings));
  return checkInterpreter(listing, source, (names) => contents(source, names));
}

/**
 * The wanted files by their names, all from one folder of `source`.
 * @throws {UserError} when there is no folder that holds them all, or more than one
 */
export function openDownload(source: string, names: readonly string[]): ReadonlyMap<string, Uint8Array> {
  return pickFiles(source, contents(source, names), names);
}

function interpreterKey(settings: string): unknown {
  try {
    return parseJsonFile(readFileSync(settings))["interpreter"];
  } catch (error) {
    if (error instanceof JsonError) throw new UserError(`${settings} ${error.message}`);
    throw new UserError(`${settings} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function contents(source: string, names: readonly string[]): Contents {
  let isFolder: boolean;
  try {
    isFolder = statSync(source).isDirectory();
  } catch {
    throw new UserError(`there is no ${source}: ${fromWhere}`);
  }
  return isFolder ? folderContents(source) : unpack(source, readFileSync(source), names);
}

function folderContents(root: string): Contents {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file).replaceAll(path.sep, "/"), () => readFileSync(file)];
    }),
  );
}
