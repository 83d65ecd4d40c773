/** UTF-8: on the chip strings are bytes, and everything sent must be valid UTF-8. */

/** A code point, 0..0x10FFFF, as UTF-8 bytes. */
export function encodeUtf8(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  const last = 0x80 | (code & 0x3f);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), last);
  const third = 0x80 | ((code >> 6) & 0x3f);
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), third, last);
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), third, last);
}

/** The length in bytes of the UTF-8 character at `at`; 0 if it is not what `encodeUtf8` would write. */
function characterLength(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let code = length > 1 ? first & (0xff >> (length + 1)) : first;
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes.charCodeAt(at + i) & 0x3f);
  const isScalar = code < 0xd800 || (code > 0xdfff && code < 0x110000); // not a surrogate
  return isScalar && encodeUtf8(code) === bytes.substr(at, length) ? length : 0;
}

/** Converts any bytes to valid UTF-8: bytes that are not UTF-8 are read as Latin-1. */
export function toUtf8(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  let out = "";
  for (let at = 0; at < text.length;) {
    const length = characterLength(text, at);
    out += length ? text.substr(at, length) : encodeUtf8(text.charCodeAt(at));
    at += length || 1;
  }
  return out;
}

/** Some programs begin UTF-8 with a byte order mark. */
export function stripByteOrderMark(text: string): string {
  return text.substr(0, 3) === "\xef\xbb\xbf" ? text.substr(3) : text;
}

/** A name that somebody else chose, for the console: what a terminal could take for a command is a question mark. */
export function printable(name: string): string {
  return name.replace(/[^ -~]/g, "?");
}

/** A JSON string in UTF-8. Espruino's JSON.stringify would turn "é" into `\u00c3\u00a9`, which is different text. */
export function quote(text: string): string {
  return /^[ -~]*$/.test(text) ? JSON.stringify(text) : quoteBytes(toUtf8(text));
}

/** The same of a text whose bytes are to stay as they are, UTF-8 or not. */
export function quoteBytes(bytes: string): string {
  let out = "";
  for (let at = 0; at < bytes.length; at++) {
    const character = bytes.charAt(at);
    out += character < "\x80" ? JSON.stringify(character).slice(1, -1) : character;
  }
  return '"' + out + '"';
}
