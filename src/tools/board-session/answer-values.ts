/** What a board answers is any JSON: a value that should be a number or a text may be an object that cannot even be made one. */

/** NaN for anything but a number. */
export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}

/** A text as it is, a number in digits; "" for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Empty for anything but a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
