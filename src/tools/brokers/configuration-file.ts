/** The configuration files of docs/scale, as the brokers here use them: only addresses, names and folders differ. */
import { readFileSync } from "node:fs";
import path from "node:path";

const folder = path.join(import.meta.dirname, "../../../docs/scale");

/**
 * A file with every occurrence of each text replaced.
 * @throws {Error} when one is not in the file: it has changed, and would not do what is meant
 */
export function configurationFile(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const text = readFileSync(path.join(folder, name), "utf8");
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`"${from}" is not in ${name}`);
    return changed.replaceAll(from, () => to);
  }, text);
}
