/** Strings in Node: UTF-16, so text must be encoded. */

/**
 * The bytes to send for a string. If it has a character above U+00FF it is text, and is encoded as UTF-8; otherwise it is
 * bytes already.
 * @throws {URIError} on a lone surrogate
 */
export function toBytes(text: string): string {
  if (!/[^\0-\xff]/.test(text)) return text;
  return encodeURIComponent(text).replace(/%(..)/g, function (_escape: string, hex: string) {
    return String.fromCharCode(parseInt(hex, 16));
  });
}
