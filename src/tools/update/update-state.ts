/** What a node says on its update topic (docs/updating.md). */
import { jsonOf } from "../mqtt/json-payload.ts";

export interface UpdateState {
  /** The version that runs. */
  version: string;
  state: "current" | "receiving" | "starting" | "trial" | "failed";
  /** The version that ran before. */
  from?: string;
  /** The version that the update leads to. */
  to?: string;
  /** With `receiving`: the first byte that is wanted. */
  offset?: number;
  /** Why it failed. */
  reason?: string;
}

const states: readonly unknown[] = ["current", "receiving", "starting", "trial", "failed"];

/** Undefined if it is nothing that a node says. */
export function parseUpdateState(payload: Uint8Array): UpdateState | undefined {
  const value = jsonOf(payload);
  return isUpdateState(value) ? value : undefined;
}

function isUpdateState(value: unknown): value is UpdateState {
  if (typeof value !== "object" || value === null) return false;
  const { version, state, from, to, offset, reason } = value as Record<string, unknown>;
  const texts = [from, to, reason].every((text) => text === undefined || typeof text === "string");
  const isOffset = Number.isSafeInteger(offset) && Number(offset) >= 0;
  return typeof version === "string" && states.includes(state) && texts && (state === "receiving" ? isOffset : true);
}
