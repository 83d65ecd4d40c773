/** Loads a configuration as the node does, on a board with an ESP32's pins, and hears what the console is told. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import flashConfig from "../../flash.config.json" with { type: "json" };
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { loadConfig, type Config } from "../../src/firmware/config.ts";
import { tables } from "../../src/tools/build/tables.ts";
import { bytes } from "./bytes.ts";

/** The defaults that are compiled in. */
export const device: Config = flashConfig.device;

/** The pins of an ESP32: D6 to D11 serve the flash chip, D34 to D39 are inputs only, D32 and up have an ADC. */
export function hasPin(name: string, use: string): boolean {
  const number = Number(/^D(0|[1-9]\d*)$/.exec(name)?.[1] ?? NaN);
  if (!(number < 40) || (number > 5 && number < 12)) return false;
  return use === "analog" ? number > 31 : use !== "output" || number < 34;
}

/** The configuration that Storage's ding.json makes: its text, or an object. */
export function load(ding: string | object | undefined): Config {
  const text = typeof ding === "object" ? bytes(JSON.stringify(ding)) : ding;
  return loadConfig(tables(flashConfig.device), text, hasPin, sensorKinds());
}

/** `{mqtt: {port: 5}}` of "mqtt.port" and 5. */
export function at(path: string, value: unknown): object {
  return path.split(".").reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as object;
}

/** What the console is told in a test, without the "config: " that each line begins with. Call it where tests are described. */
export function hearComplaints(): string[] {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(console, "log").mockImplementation((line: string) => {
      expect(line).toMatch(/^config: /);
      lines.push(line.slice("config: ".length));
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return lines;
}
