/** What a node says of a change of its configuration (docs/configuring.md). */
import { isObject } from "../../firmware/validate.ts";
import { jsonOf } from "../mqtt/json-payload.ts";

export interface ConfigState {
  /** The number of the request that it is about. */
  n: number;
  state: "refused" | "starting" | "trial" | "kept" | "failed";
  /** Why it was refused, or did not stay. */
  reason?: string;
}

const states: readonly unknown[] = ["refused", "starting", "trial", "kept", "failed"];

/** Undefined if it is nothing that a node says. */
export function parseConfigState(payload: Uint8Array): ConfigState | undefined {
  const value = jsonOf(payload);
  return isConfigState(value) ? value : undefined;
}

function isConfigState(value: unknown): value is ConfigState & Record<string, unknown> {
  if (!isObject(value)) return false;
  const { n, state, reason } = value;
  return Number.isSafeInteger(n) && states.includes(state) && (reason === undefined || typeof reason === "string");
}
