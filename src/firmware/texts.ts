/**
 * Texts from people, and for them: this board's configuration (the defaults, overridden by its ding.json), commands, and
 * quoted JSON. They need each other's functions, and are all seldom wanted.
 */
import { hasPin, read, readLoosely } from "../../board/esp32.ts";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { parseCommand } from "./commands.ts";
import { loadConfig, type Config } from "./config.ts";
import { quote } from "./text.ts";

/** What each key may be and its default, for the configuration and for a sensor, put in by the build (src/tools/build/tables.ts). */
declare const TABLES: string;

function readConfig(): Config {
  // Functions of our own, so that the board's are only called here and need not stay in RAM.
  function isPin(name: string, use: string): boolean {
    return hasPin(name, use);
  }

  function loosely(): unknown {
    return readLoosely("ding.json");
  }

  return loadConfig(TABLES, read("ding.json"), isPin, sensorKinds(), loosely);
}

/** In RAM only while a text is read or written. */
export function texts(): { _config: typeof readConfig; _command: typeof parseCommand; _quote: typeof quote } {
  "on demand";
  return { _config: readConfig, _command: parseCommand, _quote: quote };
}
