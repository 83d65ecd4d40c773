/** The functions that run for each packet, press or command, as the bundle calls them: two modules may have one of the same name. */
import { sourceAt } from "./rare.ts";
import { functionsOf, ownName, parseScript } from "./syntax-tree.ts";

/** Functions by their source file. */
export type BusyFunctions = Readonly<Record<string, readonly string[]>>;

/**
 * Their names in the bundle.
 * @throws {Error} that names a function which is not there
 */
export function namesInBundle(code: string, busy: BusyFunctions): string[] {
  const source = sourceAt(code);
  const functions = functionsOf(parseScript(code)).map(({ id, start }) => ({ name: id.name, file: source(start) }));
  return Object.entries(busy).flatMap(([file, names]) =>
    names.map((name) => {
      const found = functions.find((one) => one.file === file && ownName(one.name) === name);
      if (!found) throw new Error(`${file} has no function ${name}: mend the list of busy functions`);
      return found.name;
    }),
  );
}
