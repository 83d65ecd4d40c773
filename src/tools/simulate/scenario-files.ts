/** The scenarios that come with the simulator, and those in files of the user's own. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { readScenario, type Scenario } from "./scenario.ts";

const folder = path.join(import.meta.dirname, "scenarios");
const extension = ".json";

/** The names of those that come with the simulator: their files without ".json". */
export function scenarioNames(): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(extension));
  return files.map((file) => file.slice(0, -extension.length)).sort();
}

/** One that comes with the simulator. @throws {UserError} if none has that name */
export function namedScenario(name: string): Scenario {
  const names = scenarioNames();
  if (!names.includes(name)) throw new UserError(`there is no scenario ${name}: it is ${names.join(", ")}`, exitCodes.usage);
  return readScenario(readFileSync(path.join(folder, name + extension)), name);
}

/** One by the name of those that come with the simulator, or by the path of its file. @throws {UserError} */
export function findScenario(nameOrPath: string): Scenario {
  if (scenarioNames().includes(nameOrPath)) return namedScenario(nameOrPath);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(nameOrPath);
  } catch {
    throw new UserError(`--scenario: there is no file ${nameOrPath}, and no scenario of that name: those are ${scenarioNames().join(", ")}`, exitCodes.usage);
  }
  return readScenario(bytes, nameOrPath);
}
