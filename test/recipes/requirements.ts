/** What the recipes need beside Mosquitto and paho, and where it is. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { findProgram } from "../../src/tools/brokers/find-program.ts";
import { requirements, type Requirements } from "../interop/requirements.ts";

/** Mosquitto and paho, or one line that says what is missing. */
export const found = requirements();

/** Mosquitto and paho, for tests that are skipped without them. */
export function installed(): Requirements {
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** Whether Python has Jinja, in which Home Assistant's templates are written. */
export const jinja = typeof found !== "string" && spawnSync(found.python, ["-c", "import jinja2"]).status === 0;
export const openssl = findProgram("openssl");
export const mosquittoClients = findProgram("mosquitto_pub");
export const influxd = findProgram("influxd");
export const curl = findProgram("curl");

const program = path.join(import.meta.dirname, "node-red/node_modules/node-red/red.js");
/** The program of Node-RED, if it is installed. */
export const nodeRed = existsSync(program) ? program : undefined;
