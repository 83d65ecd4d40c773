/** Builds the node for the simulator, and tells what must be known of it to press its button and watch its LED. */
import { UserError } from "../command-line/user-error.ts";
import type { Button } from "./finger.ts";

export interface Parts {
  /** The first part of the topics. */
  base: string;
  button: Button;
  led: { pin: string; activeLow: boolean };
  /** Whether a press is sent at all: `button.events` holds it. */
  sendsPress: boolean;
}

/**
 * Builds into the folder `dist`.
 * @throws {UserError} with the build's own lines, which name file and line
 */
export async function buildNode(dist: string): Promise<Parts> {
  // Loaded as late as this, since it takes its second: a mistyped option should not have to wait for it.
  const { build } = await import("../build/dist.ts");
  const { readSettings } = await import("../build/settings.ts");
  const { BuildError } = await import("../build/bundle.ts");
  try {
    await build(dist);
    return partsOf((await readSettings(".")).device);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new UserError(["the build fails:", ...error.lines].join("\n  "));
  }
}

/**
 * The parts in a node's compiled-in configuration.
 * @throws {UserError} when a key is missing or of a wrong type
 */
export function partsOf(device: Readonly<Record<string, unknown>>): Parts {
  const pick = <T>(key: string, fits: (value: unknown) => value is T): T => {
    const value = key.split(".").reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), device);
    if (!fits(value)) throw new UserError(`flash.config.json: device.${key} is missing or of a wrong type`);
    return value;
  };
  return {
    base: pick("base", isText),
    button: {
      pin: pick("button.pin", isText),
      activeLow: pick("button.activeLow", isFlag),
      debounce: pick("button.debounce", isNumber),
    },
    led: { pin: pick("led.pin", isText), activeLow: pick("led.activeLow", isFlag) },
    sendsPress: pick("button.events", Array.isArray).includes("press"),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
