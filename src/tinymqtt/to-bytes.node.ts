/** Strings as they are in Node: UTF-16, so that a text is still to be encoded. */

/**
 * The bytes that go on the wire for a string. A character above U+00FF makes it a text, which goes out in UTF-8; without
 * one it is bytes already.
 * @throws {URIError} on half of a surrogate pair
 */
export function toBytes(text: string): string {
  if (!/[^\0-\xff]/.test(text)) return text;
  return encodeURIComponent(text).replace(/%(..)/g, function (_escape: string, hex: string) {
    return String.fromCharCode(parseInt(hex, 16));
  });
}
