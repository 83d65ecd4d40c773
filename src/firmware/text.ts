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

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

/**
 * Parses JSON strictly (RFC 8259) into byte strings. A mistake's place is told to `failed`, and the result is undefined.
 * It does not throw: Espruino never lets go of a function while one of whose arguments an error was thrown, nor of that
 * function's scope.
 */
export function parseJson(text: string, failed: (why: string) => void): unknown {
  let at = 0;
  let mistakes = 0;

  /** There is nothing more to read then, which ends all that is under way. */
  function fail(): void {
    if (!mistakes++) failed("bad JSON at character " + (at + 1));
    at = text.length;
  }

  /** The next character that is no blank; "" at the end. */
  function peek(): string {
    while (at < text.length && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    return text.charAt(at);
  }

  /** Steps over `char` if it is next. */
  function skip(char: string): boolean {
    const isNext = peek() === char;
    if (isNext) at++;
    return isNext;
  }

  function hex(): number {
    const digits = text.substr(at, 4);
    const code = parseInt(digits, 16);
    if ((0x10000 + code).toString(16) === "1" + digits.toLowerCase()) at += 4;
    else fail();
    return code;
  }

  function string(): string {
    // Most are plain ASCII: three calls instead of a loop, which takes a chip a millisecond for each character.
    // A copy: a part of a Storage file stays in flash, where `new Pin` does not read it, and where it may move.
    const plain = "" + text.substring(at, text.indexOf('"', at));
    if (text.charAt(at + plain.length) === '"' && JSON.stringify(plain).length === plain.length + 2) {
      at += plain.length + 1;
      return plain;
    }
    let out = "";
    let from = at;
    for (;;) {
      const char = text.charAt(at);
      if (char < " ") {
        fail(); // a control character, or the end
        return out;
      }
      at++;
      if (char !== '"' && char !== "\\") continue;
      out += text.substring(from, at - 1);
      if (char === '"') return out;
      const escape = text.charAt(at);
      if (escape === "u") {
        at++;
        let code = hex();
        if (code >= 0xd800 && code < 0xdc00 && text.substr(at, 2) === "\\u") {
          at += 2;
          const low = hex();
          if (low >= 0xdc00 && low < 0xe000) code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
          else at -= 6; // a character of its own
        }
        out += encode(code >= 0xd800 && code < 0xe000 ? 0xfffd : code); // half a pair is no character
      } else {
        const index = '"\\/bfnrt'.indexOf(escape);
        if (index < 0 || escape === "") fail();
        at++;
        out += '"\\/\b\f\n\r\t'.charAt(index);
      }
      from = at;
    }
  }

  /** true, false, null or a number. */
  function word(): unknown {
    const from = at;
    while (at < text.length && "+-.0123456789Eaeflnorstux".indexOf(text.charAt(at)) >= 0) at++;
    const letters = text.substring(from, at);
    const digits = letters.charAt(0) === "-" ? letters.substr(1) : letters;
    if (letters === "true" || letters === "false") return letters === "true";
    if (letters === "null") return null;
    if (
      isDigit(digits.charAt(0)) &&
      (digits.charAt(0) !== "0" || ".eE".indexOf(digits.charAt(1)) >= 0) && // neither 01 nor 0x1
      isDigit(digits.charAt(digits.indexOf(".") + 1)) && // a digit behind the point, if there is one
      isDigit(digits.charAt(digits.length - 1)) &&
      !isNaN(+letters)
    ) {
      return parseFloat(letters); // + lets a whole number of over 64 bits wrap round on the chip
    }
    at = from;
    fail();
    return undefined;
  }

  // No recursion: Espruino locks a function's code several times in each of its loops, and never lets go of what had 15
  // locks at once.
  const around: unknown[] = []; // what `inner` is in, the innermost last
  let inner: unknown; // the object or list that is being filled
  let key = "";
  let result: unknown;
  for (;;) {
    const opening = "{[".indexOf(peek() || "x");
    if (opening >= 0) at++;
    const value = opening === 0 ? {} : opening > 0 ? [] : skip('"') ? string() : word();
    if (Array.isArray(inner)) inner.push(value);
    else if (inner) (inner as { [key: string]: unknown })[key] = value;
    else result = value;
    if (opening >= 0 && !skip("}]".charAt(opening))) {
      if (around.push(inner) > 8) fail();
      inner = value;
    } else {
      while (inner && !skip(",")) {
        if (!skip(Array.isArray(inner) ? "]" : "}")) fail();
        inner = around.pop();
      }
      if (!inner) break;
    }
    if (!Array.isArray(inner)) {
      if (!skip('"')) fail();
      key = string();
      // A second value is a mistake, and __proto__ would put its keys behind the object's back.
      if (!skip(":") || Object.keys(inner as object).indexOf(key) >= 0 || key === "__proto__") fail();
    }
  }
  if (peek() !== "") fail();
  return mistakes ? undefined : result;
}

/** In RAM only while a text is read or written. */
export function text(): { parseJson: typeof parseJson; quote: typeof quote; utf8: typeof utf8 } {
  "on demand";
  return { parseJson: parseJson, quote: quote, utf8: utf8 };
}
