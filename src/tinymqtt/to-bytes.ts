/** Strings as they are on the chip: bytes, one character each. (In Node to-bytes.node.ts takes this file's place.) */

/** The bytes that go on the wire for a string. */
export function toBytes(text: string): string {
  return text;
}
