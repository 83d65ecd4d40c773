/** The text of a file that somebody saved with whatever editor: which encoding it has is told by its first bytes. */

/**
 * The text without its byte order mark. Bytes that are not text in its encoding become U+FFFD.
 * @param bytes UTF-8, or UTF-16 in either order, with or without a byte order mark
 */
export function decodeText(bytes: Uint8Array): string {
  // A byte order mark is left out by the decoder.
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // JSON begins with ASCII: every other byte of it is 0 in UTF-16.
  if (first !== undefined && first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== undefined && second !== 0) return "utf-16be";
  return "utf-8";
}
