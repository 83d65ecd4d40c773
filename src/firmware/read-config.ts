/** The node's configuration: the board's ding.json on top of the defaults that the build inserted. */
import type { PinTable } from "../../board/board.ts";
import { readFile, readLooseJson } from "../../board/esp32/chip.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { isLooseJson, loadConfig, type Config, type ConfigBasis } from "./config.ts";
import { log, LogPrefix } from "./log.ts";
import type { Fault } from "./validate.ts";

/** Inserted by the build, as JSON: the default configuration and the board's pin table. */
declare const DEFAULTS: string;
declare const PINS: string;

/** Reads the configuration and reports on the console what is wrong with it. */
export function readConfig(): Config {
  const configFile = "ding.json";
  const kinds = sensorKinds();
  const sensorUses: ConfigBasis["sensorUses"] = {};
  for (const kind in kinds) sensorUses[kind] = kinds[kind]!.use;
  const basis = { defaults: JSON.parse(DEFAULTS) as Config, pins: JSON.parse(PINS) as PinTable, sensorUses: sensorUses };
  const text = readFile(configFile);
  const loose = text !== undefined && isLooseJson(text) ? readLooseJson(configFile) : undefined;
  const faults: Fault[] = [];
  const config = loadConfig(basis, text, loose, faults);
  for (const fault of faults) log(LogPrefix.Config, fault.what + (fault.instead && "; " + fault.instead));
  return config;
}
