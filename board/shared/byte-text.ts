/** Espruino's strings are bytes: here they are texts with one character for each byte, as far as a serial line needs them as such. */

/** The bytes of a text of bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
}

/** Bytes as a text with one character for each. */
export function textOf(bytes: Uint8Array): string {
  let text = "";
  // In pieces: a call does not take any number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** A text in UTF-8, one character for each byte. */
export function encodeUtf8(text: string): string {
  return textOf(new TextEncoder().encode(text));
}

/** The text that bytes in UTF-8, one character for each, stand for. */
export function decodeUtf8(bytes: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(bytes));
}
