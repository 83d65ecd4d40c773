/**
 * Text as bytes: on the chip a string's characters are bytes, and what leaves must be UTF-8. Espruino's own JSON.parse
 * takes text that is no JSON (`{"a":1} x`, `{'a':0x10,}`) and its JSON.stringify writes UTF-8 as `\u00c3\u00a9`.
 */

/** A code point, 0..0x10FFFF, as UTF-8 bytes. */
function encode(code: number): string {
  let bytes = "";
  let mark = 0; // 0xC0, 0xE0 or 0xF0 as the sequence grows
  let room = 0x80; // what still fits into the first byte
  while (code >= room) {
    bytes = String.fromCharCode(0x80 | (code & 0x3f)) + bytes;
    code = code >> 6;
    mark = (mark >> 1) | (mark ? 0x80 : 0xc0);
    room = mark === 0xc0 ? 0x20 : room >> 1;
  }
  return String.fromCharCode(mark | code) + bytes;
}

function isDigit(char: string): boolean {
  return char.length === 1 && char >= "0" && char <= "9";
}

/** The length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), 0 if there is none. */
function sequence(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const second = text.charCodeAt(at + 1);
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0;
  for (let i = 1; i < length; i++) if ((text.charCodeAt(at + i) & 0xc0) !== 0x80) return 0;
  return length;
}

/** The same bytes where they are UTF-8; every stray byte is taken as Latin-1. */
export function utf8(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const length = sequence(text, at);
    out += length ? text.substr(at, length) : encode(text.charCodeAt(at));
    at += length || 1;
  }
  return out;
}

/** A JSON string in UTF-8, whatever bytes `text` holds. */
export function quote(text: string): string {
  const bytes = utf8(text);
  let out = "";
  let from = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i === bytes.length || bytes.charCodeAt(i) > 0x7f) {
      const ascii = JSON.stringify(bytes.substring(from, i));
      out += ascii.substring(1, ascii.length - 1) + bytes.charAt(i);
      from = i + 1;
    }
  }
  return '"' + out + '"';
}

/** Parses JSON strictly (RFC 8259) into byte strings. Throws a text that names the place. */
export function parseJson(text: string): unknown {
  let at = 0;

  function fail(): never {
    throw new Error("bad JSON at character " + (at + 1));
  }

  function skip(): string {
    while (at < text.length && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    return text.charAt(at);
  }

  function hex(): number {
    let code = 0;
    for (let i = 0; i < 4; i++) {
      const digit = "0123456789abcdef".indexOf(text.charAt(at).toLowerCase());
      if (digit < 0 || at >= text.length) fail();
      code = code * 16 + digit;
      at++;
    }
    return code;
  }

  function string(): string {
    let out = "";
    let from = ++at;
    for (;;) {
      const char = text.charAt(at);
      if (char < " ") fail(); // a control character, or the end
      if (char === '"' || char === "\\") out += text.substring(from, at);
      at++;
      if (char === '"') return out;
      if (char !== "\\") continue;
      const escape = "\"\\/bfnrtu".indexOf(text.charAt(at));
      if (escape < 0 || at >= text.length) fail();
      at++;
      if (escape === 8) {
        let code = hex();
        if (code >= 0xd800 && code < 0xdc00 && text.substr(at, 2) === "\\u") {
          at += 2;
          const low = hex();
          if (low >= 0xdc00 && low < 0xe000) code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
        }
        out += encode(code >= 0xd800 && code < 0xe000 ? 0xfffd : code); // half a pair is no character
      } else {
        out += '"\\/\b\f\n\r\t'.charAt(escape);
      }
      from = at;
    }
  }

  function number(): number {
    const from = at;
    while (at < text.length && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at++;
    const word = text.substring(from, at);
    const digits = word.charAt(0) === "-" ? word.substr(1) : word;
    const value = +word;
    const dot = word.indexOf(".") + 1;
    if (
      isNaN(value) ||
      !isDigit(digits.charAt(0)) ||
      !isDigit(word.charAt(word.length - 1)) ||
      (digits.charAt(0) === "0" && isDigit(digits.charAt(1))) ||
      (dot && !isDigit(word.charAt(dot)))
    ) {
      fail();
    }
    return value;
  }

  function value(depth: number): unknown {
    const char = skip();
    if (char === '"') return string();
    if (char === "{" || char === "[") {
      if (depth > 8) fail();
      const list: unknown[] = [];
      const object: { [key: string]: unknown } = {};
      const close = char === "{" ? "}" : "]";
      at++;
      if (skip() === close) at++;
      else {
        for (;;) {
          if (char === "{") {
            if (skip() !== '"') fail();
            const key = string();
            if (skip() !== ":" || Object.keys(object).indexOf(key) >= 0) fail();
            at++;
            object[key] = value(depth + 1);
          } else {
            list.push(value(depth + 1));
          }
          const next = skip();
          at++;
          if (next === close) break;
          if (next !== ",") fail();
        }
      }
      return char === "{" ? object : list;
    }
    const words = ["true", "false", "null"];
    for (let i = 0; i < 3; i++) {
      const word = String(words[i]);
      if (text.substr(at, word.length) === word) {
        at += word.length;
        return i < 2 ? i === 0 : null;
      }
    }
    return number();
  }

  const result = value(0);
  if (skip() !== "") fail();
  return result;
}
