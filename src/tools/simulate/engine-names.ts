/** The engines that can run the built node, by their names in `--engine`. */
import { accessSync, constants, statSync } from "node:fs";
import { exitCodes, UserError } from "../command-line/user-error.ts";

/** The engines, and what to call them. */
export const engineNames = { virtual: "virtual ESP32", espruino: "Espruino for Linux" } as const;
export type EngineName = keyof typeof engineNames;

/**
 * Says early when an engine cannot run.
 * @throws {UserError} when ESPRUINO is not set, or names no program
 */
export function checkEngine(name: EngineName, env: NodeJS.ProcessEnv = process.env): void {
  if (name !== "espruino") return;
  const path = env["ESPRUINO"];
  if (!path) {
    throw new UserError("--engine espruino needs the variable ESPRUINO: the path of Espruino's Linux build", exitCodes.usage);
  }
  try {
    accessSync(path, constants.X_OK);
    if (!statSync(path).isFile()) throw new Error("not a file");
  } catch {
    throw new UserError(`ESPRUINO names ${path}, which is not a program; --engine virtual needs none`, exitCodes.usage);
  }
}
