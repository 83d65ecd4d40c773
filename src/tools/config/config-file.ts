/** The file of this computer that a board's configuration comes from. */
import { existsSync, readFileSync } from "node:fs";
import type { ConfigFile } from "../board-setup/config-source.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { JsonError, parseJsonFile } from "./json-file.ts";

/** Taken when no --config is given. Git ignores it. */
export const localConfig = "device.local.json";

/**
 * The configuration in the file that --config names, or in device.local.json; undefined when there is neither.
 * @throws {UserError} when it is not there, is not text in UTF-8 or UTF-16, or is not JSON with an object
 */
export function readConfigFile(given: string | undefined): ConfigFile | undefined {
  const name = given ?? (existsSync(localConfig) ? localConfig : undefined);
  if (name === undefined) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(name);
  } catch {
    throw new UserError(`${name} cannot be read: check the path`, exitCodes.usage);
  }
  try {
    return { name, config: parseJsonFile(bytes) };
  } catch (error) {
    throw error instanceof JsonError ? new UserError(`${name} ${error.message}`, exitCodes.usage) : error;
  }
}
