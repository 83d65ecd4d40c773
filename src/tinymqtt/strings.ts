/** Strings as they are on the chip: bytes, one character each. (In Node strings.node.ts takes this file's place.) */

/** Bytes of a PUBLISH for which there is a short way. */
export const shortest = 127;

/** The bytes that go on the wire for a string. */
export function toBytes(text: string): string {
  return text;
}

/**
 * True for printable ASCII: the chip's JSON escapes all the rest, which makes it longer. One call instead of a loop.
 * (A RegExp would be as quick; its prototype would take 8 JsVars for ever.) False says nothing.
 */
export function isPlain(bytes: string): boolean {
  return JSON.stringify(bytes).length === bytes.length + 2;
}
