/**
 * What runs seldom: at boot, on a command, in a health report. The build moves these functions into `seldom`, so that
 * they take RAM only while what it returns is in use.
 */
import { parseCommand, type Command } from "./commands.ts";
import type { Config } from "./config.ts";
import { healthJson, type Vitals } from "./health.ts";
import { readConfig } from "./settings.ts";
import { quote } from "./text.ts";

/** A part that crashes is named with its stack, and takes no other with it. */
function crashed(error: unknown): void {
  console.log("crash: " + String(error) + "\n" + String((error as Error).stack));
}

export interface Seldom {
  crashed(error: unknown): void;
  readConfig(): Config;
  parseCommand(payload: string): Command | string;
  healthJson(vitals: Vitals): string;
  quote(text: string): string;
}

export function seldom(): Seldom {
  "on demand";
  return { crashed: crashed, readConfig: readConfig, parseCommand: parseCommand, healthJson: healthJson, quote: quote };
}
