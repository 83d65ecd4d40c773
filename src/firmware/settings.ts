/** The configuration of this board: what is compiled in, overridden by its `ding.json`. */
import { hasPin, read, readLoosely } from "../../board/esp32.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { loadConfig, type Config } from "./config.ts";

/** The `device` of flash.config.json as JSON text, put in by the build. */
declare const DEVICE: string;

function readConfig(): Config {
  // Functions of our own, so that the board's are only called here and need not stay in RAM.
  function isPin(name: string, use: string): boolean {
    return hasPin(name, use);
  }

  function loose(): unknown {
    return readLoosely("ding.json");
  }

  return loadConfig(DEVICE, read("ding.json"), isPin, sensorKinds(), loose);
}

/** In RAM only while the configuration is read. */
export function settings(): { read: typeof readConfig } {
  "on demand";
  return { read: readConfig };
}
