/** What the simulator must know of the node it runs: from flash.config.json, the defaults that are compiled in. */
import { readFile } from "node:fs/promises";
import { UserError } from "../command-line.ts";
import type { Button } from "./finger.ts";

export interface Parts {
  /** The first part of the topics. */
  base: string;
  button: Button;
  led: { pin: string; activeLow: boolean };
  /** Whether a press is sent at all: `button.events` holds it. */
  sendsPress: boolean;
}

/** @throws {UserError} when the file, or one of these keys, is missing or of a wrong type */
export async function readParts(path = "flash.config.json"): Promise<Parts> {
  let config: unknown;
  try {
    config = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const pick = <T>(key: string, fits: (value: unknown) => value is T): T => {
    const value = key.split(".").reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), config);
    if (!fits(value)) throw new UserError(`${path}: ${key} is missing or of a wrong type`);
    return value;
  };
  return {
    base: pick("device.base", isText),
    button: {
      pin: pick("device.button.pin", isText),
      activeLow: pick("device.button.activeLow", isFlag),
      debounce: pick("device.button.debounce", isNumber),
    },
    led: { pin: pick("device.led.pin", isText), activeLow: pick("device.led.activeLow", isFlag) },
    sendsPress: pick("device.button.events", Array.isArray).includes("press"),
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
