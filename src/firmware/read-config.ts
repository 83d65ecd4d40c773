/** The node's configuration: ding.json, or one on trial, on top of the defaults that the build inserted. */
import type { PinTable } from "../../board/board.ts";
import { readLooseJson } from "../../board/esp32/chip.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { configText } from "./config-trial.ts";
import { isLooseJson, parseStrictFile } from "./config-json.ts";
import { loadConfig, type Config, type ConfigBasis } from "./config.ts";
import { log, LogPrefix } from "./log.ts";
import type { Fault } from "./validate.ts";

/** Inserted by the build, as JSON: the default configuration and the board's pin table. */
declare const DEFAULTS: string;
declare const PINS: string;

/** Reads the configuration and reports on the console what is wrong with it. */
export function readConfig(): Config {
  const text = configText();
  const faults: Fault[] = [];
  const config = checkConfig(text, looseValue(text), faults);
  for (const fault of faults) log(LogPrefix.Config, fault.what + (fault.instead && "; " + fault.instead));
  return config;
}

/** The keys that are set, {} if there is no ding.json; undefined if it cannot be read. */
export function readGiven(): unknown {
  const text = configText();
  if (text === undefined) return {};
  const strict = parseStrictFile(text);
  return strict === undefined ? looseValue(text) : strict;
}

/** As `loadConfig`, on top of the node's own defaults. */
export function checkConfig(text: string | undefined, loose: unknown, faults: Fault[]): Config {
  const kinds = sensorKinds();
  const sensorUses: ConfigBasis["sensorUses"] = {};
  for (const kind in kinds) sensorUses[kind] = kinds[kind]!.use;
  const basis = { defaults: JSON.parse(DEFAULTS) as Config, pins: JSON.parse(PINS) as PinTable, sensorUses: sensorUses };
  return loadConfig(basis, text, loose, faults);
}

/** What `Storage.writeJSON` wrote, which never is on trial; undefined if it is something else. */
function looseValue(text: string | undefined): unknown {
  return text !== undefined && isLooseJson(text) ? readLooseJson("ding.json") : undefined;
}
