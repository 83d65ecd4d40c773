/** A node's message on the sensor topic, as far as its numbers: `node`, `boot` and `seq` together identify it. */

export interface NumberedMessage {
  node: string;
  boot: number;
  seq: number;
  event?: unknown;
  /** When it happened, ms since the node's start. */
  up?: unknown;
}

/** Reads a payload; undefined if it carries no numbers. */
export function parseNumberedMessage(payload: Uint8Array): NumberedMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload).toString());
  } catch {
    return undefined;
  }
  return isNumberedMessage(value) ? value : undefined;
}

function isNumberedMessage(value: unknown): value is NumberedMessage {
  if (typeof value !== "object" || value === null) return false;
  return "node" in value && typeof value.node === "string" && isCount(value, "boot") && isCount(value, "seq");
}

function isCount(value: object, key: string): boolean {
  return Number.isSafeInteger(Object.getOwnPropertyDescriptor(value, key)?.value);
}
