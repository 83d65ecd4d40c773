/** Text as the chip holds it: one character for each byte. */

/** The UTF-8 bytes of `text`. */
export function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** What a receiver of these bytes reads. Throws where they are no UTF-8. */
export function readUtf8(held: string): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(held, "latin1"));
}

/** A parsed value with every text in it, keys too, as the chip holds it. */
export function heldAsBytes(value: unknown): unknown {
  if (typeof value === "string") return bytes(value);
  if (Array.isArray(value)) return value.map(heldAsBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [bytes(key), heldAsBytes(inner)]));
}
