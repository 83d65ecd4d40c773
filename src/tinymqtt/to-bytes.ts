/** Strings on the chip: bytes, one character each. In Node, to-bytes.node.ts replaces this file. */

/** The bytes to send for a string. */
export function toBytes(text: string): string {
  return text;
}
