/** Strings as they are in Node: UTF-16, so that a text is still to be encoded. */

/** No short way: what looks short may be longer in UTF-8. */
export const shortest = 0;

/** A character above U+00FF makes it a text, and it goes out in UTF-8; else it is bytes already. Throws on lone surrogates. */
export function toBytes(text: string): string {
  if (!/[^\0-\xff]/.test(text)) return text;
  return encodeURIComponent(text).replace(/%(..)/g, function (_escape: string, hex: string) {
    return String.fromCharCode(parseInt(hex, 16));
  });
}

/** Never sure: JSON escapes other characters here than on the chip. */
export function isPlain(): boolean {
  return false;
}
