/** The configuration of this board: what is compiled in, overridden by its `ding.json`. */
import { hasPin, read } from "../../board/esp32.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { loadConfig, type Config } from "./config.ts";

/** The `device` of flash.config.json as JSON text, put in by the build. */
declare const DEVICE: string;

export function readConfig(): Config {
  return loadConfig(DEVICE, read("ding.json"), hasPin, sensorKinds());
}
