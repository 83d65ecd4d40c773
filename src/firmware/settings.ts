/** The configuration of this board: what is compiled in, overridden by its `ding.json`. */
import { hasPin, read } from "../../board/esp32.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { loadConfig, type Config } from "./config.ts";

/** The `device` of flash.config.json as JSON text, put in by the build. */
declare const DEVICE: string;

export function readConfig(): Config {
  // A function of our own, so that `hasPin` is only called here and need not stay in RAM.
  function isPin(name: string, use: string): boolean {
    return hasPin(name, use);
  }

  return loadConfig(DEVICE, read("ding.json"), isPin, sensorKinds());
}
