/** What must be known of a node to press its button and watch its LED. */
import { UserError } from "../command-line/user-error.ts";
import type { Device } from "../node-build/build-node.ts";
import type { Button } from "./press-queue.ts";

export interface DeviceInfo {
  /** The first part of the topics. */
  base: string;
  button: Button;
  led: { pin: string; activeLow: boolean };
  /** Whether a press is sent at all: `button.events` holds it. */
  sendsPress: boolean;
}

/**
 * Reads it from the configuration that is compiled in.
 * @throws {UserError} when a key is missing or of a wrong type
 */
export function deviceInfo(device: Device): DeviceInfo {
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
