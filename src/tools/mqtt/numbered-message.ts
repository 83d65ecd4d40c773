/** A node's message on the sensor topic, as far as its numbers: `node`, `boot` and `seq` together identify it. */

export interface NumberedMessage {
  node: string;
  boot: number;
  seq: number;
  event?: unknown;
  /** The name of the button that has one. */
  button?: unknown;
  /** When it happened, ms since the node's start. */
  up?: unknown;
}

/** Reads a payload, as bytes or as their text; undefined if it carries no numbers. */
export function parseNumberedMessage(payload: Uint8Array | string): NumberedMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(typeof payload === "string" ? payload : new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload));
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
