/** The change that a command line asks for: a JSON merge patch (RFC 7396) of the node's ding.json. */
import { isObject, type JsonObject } from "../../firmware/validate.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { readConfigFile } from "../config/config-file.ts";
import { JsonError, parseJson } from "../config/json-file.ts";

/** The ways to give a change. */
export interface ChangeSources {
  /** The change as JSON. */
  json?: string | undefined;
  /** A file that holds it. */
  file?: string | undefined;
  /** Such as `mqtt.keepalive=60`: the value is JSON, or else a text. */
  set: readonly string[];
  /** Such as `mqtt.keepalive`. */
  unset: readonly string[];
}

/** @throws {UserError} if there is no change, or it is not JSON with an object */
export function readChange({ json, file, set, unset }: ChangeSources): JsonObject {
  const keyByKey = set.length + unset.length > 0;
  const ways = [json !== undefined, file !== undefined, keyByKey].filter((isGiven) => isGiven).length;
  if (ways > 1) throw new UserError("give the change in one way: as JSON, with --file, or with --set and --unset", exitCodes.usage);
  const change = json !== undefined ? parsed(json) : file !== undefined ? inFile(file) : fromKeys(set, unset);
  if (Object.keys(change).length === 0) {
    throw new UserError('say what to change, such as --set health=60000, --unset health, --file change.json, or JSON: {"health":60000}', exitCodes.usage);
  }
  return change;
}

function parsed(json: string): JsonObject {
  try {
    return parseJson(json);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const hint = "a shell may have taken its quotes: --set and --file need none";
    throw new UserError(`the change ${error.message} (${hint})`, exitCodes.usage);
  }
}

function inFile(name: string): JsonObject {
  const change = { ...readConfigFile(name)?.config };
  delete change["$schema"]; // only for editors
  return change;
}

function fromKeys(set: readonly string[], unset: readonly string[]): JsonObject {
  const change: JsonObject = {};
  const paths: string[] = [];
  for (const text of set) {
    const at = text.indexOf("=");
    // What is given may be a password: the message does not show it.
    if (at < 0) throw new UserError("--set takes <key>=<value>, such as mqtt.keepalive=60", exitCodes.usage);
    paths.push(text.slice(0, at));
    setAt(change, keysOf(text.slice(0, at)), valueOf(text.slice(at + 1)));
  }
  for (const path of unset) {
    paths.push(path);
    setAt(change, keysOf(path), null);
  }
  checkApart(paths);
  return change;
}

/** Of two values for one key, or for a key and what is in it, one would be lost without a word. */
function checkApart(paths: readonly string[]): void {
  for (const [i, path] of paths.entries())
    for (const other of paths.slice(i + 1))
      if (`${path}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${path}.`))
        throw new UserError(`${path} and ${other} cannot both be given: give the change as JSON`, exitCodes.usage);
}

function keysOf(path: string): string[] {
  const keys = path.split(".");
  if (keys.some((key) => key === "" || key === "__proto__")) throw new UserError(`there is no key "${path}"`, exitCodes.usage);
  return keys;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function setAt(change: JsonObject, [key = "", ...more]: readonly string[], value: unknown): void {
  if (more.length === 0) {
    change[key] = value;
    return;
  }
  const given = change[key];
  const part = isObject(given) ? given : {};
  change[key] = part;
  setAt(part, more, value);
}
