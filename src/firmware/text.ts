/**
 * Text as bytes: on the chip a string's characters are bytes, and what leaves must be UTF-8. Espruino's own JSON.parse
 * takes text that is no JSON (`{"a":1} x`, `{'a':0x10,}`), makes one byte of `\u20ac`, and its JSON.stringify writes UTF-8
 * as `\u00c3\u00a9`.
 */

/** A code point, 0..0x10FFFF, as UTF-8 bytes. */
function encode(code: number): string {
  let bytes = "";
  let most = 127; // what fits into the first byte: 7 bits, or 5, 4, 3 behind a mark that grows
  for (; code > most; most = (most >> 1) & 31) {
    bytes = String.fromCharCode(0x80 | (code & 0x3f)) + bytes;
    code = code >> 6;
  }
  return String.fromCharCode((254 - 2 * most) | code) + bytes;
}

/** The length of the well-formed UTF-8 character at `at`, 0 if there is none: it is one that `encode` would write so. */
function character(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let code = first & (255 >> length);
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes.charCodeAt(at + i) & 0x3f);
  const isScalar = code < 0x110000 && code >> 11 !== 27; // U+D800..DFFF are halves of a pair
  return isScalar && encode(code) === bytes.substr(at, length) ? length : 0;
}

/** A JSON string in UTF-8, whatever bytes `text` holds: every stray byte is taken as Latin-1. */
export function quote(text: string): string {
  let out = "";
  for (let at = 0, length; at < text.length; at += length || 1) {
    length = character(text, at);
    if (length > 1) out += text.substr(at, length);
    else out += length ? JSON.stringify(text.charAt(at)).slice(1, -1) : encode(text.charCodeAt(at));
  }
  return '"' + out + '"';
}

/** JSON as its bones: `"` for each string, 0 for each number, no blanks. What is not strict JSON's stays there, or gets longer. */
function bones(json: string): string {
  return json
    .replace(/\\["\\\/bfnrt]|\\u[\da-fA-F][\da-fA-F][\da-fA-F][\da-fA-F]/g, "-")
    .replace(/"[^"\\\0-\x1f]*"/g, '"')
    .replace(/[-+.\d][\w.+-]*/g, function (number) {
      // The interpreter multiplies by ten as often as an exponent says: for hours, if that has more digits than these.
      if (/[eE].\d\d\d\d\d/.test(number)) return "\0";
      // No digit on a side of the point or at the end, 01, 0x1. And none at all, or too much for a double, or so much that
      // a whole number, which + reads in 64 bits, wraps round.
      const isBad = /\.\D|\D$|^.0[^.eE]/.test("." + number.replace(/^-/, "")) || +number - parseFloat(number) !== 0;
      return isBad ? "00" : "0";
    })
    .replace(/[ \t\r\n]/g, "");
}

/**
 * Parses JSON (RFC 8259) into byte strings; undefined when it is none. The interpreter parses it, and it is strict JSON
 * with each key once if what was understood, written again, has no fewer bones. `loosely` is asked for the value of what
 * the interpreter refuses. At most 40 objects and lists: it parses one in another on a stack of a few kB.
 */
export function parseJson(text: string, loosely?: () => unknown): unknown {
  const given = bones(text);
  // \u20ac, or a pair of them, in UTF-8. What is ASCII stays, for it may be a quote; and so does \\, whatever follows it.
  const bytes = text.replace(/\\\\|\\ud[89ab]..\\ud[c-f]..|\\u..../gi, function (escape) {
    let code = parseInt(escape.substr(2, 4), 16);
    if (escape[6]) code = (code << 10) + parseInt(escape.substr(8), 16) - 0x35fdc00;
    return code > 127 ? encode(code >> 11 === 27 ? 0xfffd : code) : escape; // half a pair is no character
  });
  try {
    if (given.indexOf("\0") < 0 && given.split(/[{\[]/).length < 42) {
      const value: unknown = JSON.parse(bytes);
      if (bones(JSON.stringify(value)).length === given.length) return value;
    }
  } catch {
    return loosely && loosely();
  }
  return undefined;
}
