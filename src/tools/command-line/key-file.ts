/** The file that holds a key: on a command line others could read it. */
import { readFileSync } from "node:fs";
import { keyFault } from "../mqtt/sign-command.ts";
import { exitCodes, UserError } from "./user-error.ts";

/**
 * The key in a file; a line end after it is not part of it.
 * @throws {UserError} if the file cannot be read, or holds no key; the message does not show it
 */
export function readKeyFile(name: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(name);
  } catch {
    throw new UserError(`${name} cannot be read: check the path`, exitCodes.usage);
  }
  const key = new TextDecoder().decode(bytes).replace(/\r?\n$/, "");
  const fault = keyFault(key);
  if (fault !== undefined) throw new UserError(`${name} is no key file: ${fault}`, exitCodes.usage);
  return key;
}
