/** Loads a configuration as the node does, with the tests' own defaults and an ESP32's pins. */
import { loadConfig, type Config, type ConfigBasis } from "../../src/firmware/config.ts";
import type { Fault } from "../../src/firmware/validate.ts";
import { basisOf } from "../../src/tools/config/check-config.ts";
import { board, device } from "../support/settings.ts";
import { bytes } from "./bytes.ts";

/** The defaults, and what a ding.json is held against. */
export { device };
export const basis: ConfigBasis = basisOf(device, board);

/** The configuration that Storage's ding.json makes: its text, or an object; what is wrong goes to `faults`. */
export function load(ding: string | object | undefined, faults: Fault[] = [], loose?: unknown): Config {
  const text = typeof ding === "object" ? bytes(JSON.stringify(ding)) : ding;
  return loadConfig(basis, text, loose, faults);
}

/** The same, and what the console is told, a line for each fault. */
export function loadAndHear(ding: string | object | undefined, loose?: unknown): { config: Config; lines: string[] } {
  const faults: Fault[] = [];
  const config = load(ding, faults, loose);
  return { config, lines: faults.map(({ what, instead }) => what + (instead && `; ${instead}`)) };
}

/** What the console is told of it. */
export function complaints(ding: string | object | undefined): string[] {
  return loadAndHear(ding).lines;
}

/** `{mqtt: {port: 5}}` of "mqtt.port" and 5. */
export function at(path: string, value: unknown): object {
  return path.split(".").reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as object;
}
