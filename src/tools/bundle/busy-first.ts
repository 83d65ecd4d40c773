/**
 * Puts the functions that run for each packet, press or command in front of the others. Espruino looks for a name by going
 * through all names of a scope in the order of their declaration.
 */
import { arrange } from "./edit-with-map.ts";
import { functionsOf, linesOf, parseScript } from "./syntax-tree.ts";

/** @param busy their names in the script, which has each function on lines of its own */
export function busyFirst(code: string, map: string, busy: readonly string[]): { code: string; map: string } {
  const functions = functionsOf(parseScript(code)).filter(({ id }) => busy.includes(id.name));
  const moved = functions.flatMap(linesOf);
  const others = [...code.split("\n").keys()].filter((line) => !moved.includes(line));
  return arrange({ code, map }, [...moved, ...others]);
}
