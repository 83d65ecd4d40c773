/**
 * JSON as in RFC 8259. Espruino's JSON.parse accepts text that is not JSON (`{"a":1} x`, `{'a':0x10,}`), cuts `\u20ac` to
 * one byte, and can take hours over a long exponent.
 *
 * Most JSON comes from programs: if JSON.parse and JSON.stringify reproduce it, whitespace aside, it was valid. Any other
 * text is checked character by character.
 */
import { encodeUtf8 } from "./utf8.ts";
import { isObject } from "./validate.ts";

/** Objects and arrays in a text: Espruino parses nested ones on a stack of a few kB. */
const maxBrackets = 40;

/** Parses a byte string; strings in the result are bytes too. Undefined if it is not JSON or has a duplicate key. */
export function parseStrictJson(text: string): unknown {
  // Most commands are flat: they take the short way.
  const isFlat = text.indexOf("{", 1) < 0 && text.indexOf("[") < 0;
  // Espruino knows texts in other quotes, too: brackets are told from texts only where all is known to be JSON.
  if (!isFlat && countBrackets(text) > maxBrackets)
    return countKeysInText(text) < 0 || countBrackets(withoutTexts(text)) > maxBrackets ? undefined : checkAndParse(text);
  // A long exponent, or "- 5", which Espruino reads as -5.
  if (/\d[eE]|-[ \t\r\n]|\\u/.test(text)) return checkAndParse(text);
  try {
    const value: unknown = JSON.parse(text);
    const again = JSON.stringify(value);
    if (again === text || again.replace(/[ \t\r\n]/g, "") === text.replace(/[ \t\r\n]/g, "")) {
      if (!isFlat || !isObject(value)) return countKeys(value) < 0 ? undefined : value;
      // Espruino's JSON.parse keeps a key that comes twice, and Object.keys names it once.
      const names: string[] = [];
      for (const key in value) names.push(key);
      return Object.keys(value).length < names.length ? undefined : value;
    }
  } catch {
    return undefined;
  }
  return checkAndParse(text);
}

function countBrackets(text: string): number {
  return text.split("{").length + text.split("[").length - 2;
}

/** Of JSON. */
function withoutTexts(text: string): string {
  return text.replace(/\\./g, "").replace(/"[^"]*"/g, '""');
}

const enum Expect {
  Value,
  /** A value, or the end of the array. */
  FirstValue,
  Key,
  /** A key, or the end of the object. */
  FirstKey,
  Colon,
  /** A comma, or the end of the enclosing object or array. */
  CommaOrEnd,
}

/** Checks the text character by character before Espruino parses it. */
function checkAndParse(text: string): unknown {
  const keys = countKeysInText(text);
  if (keys < 0) return undefined;
  const value: unknown = JSON.parse(renameReservedKeys(decodeEscapes(text)));
  return countKeys(value) === keys ? value : undefined;
}

/** Counts the keys in a JSON text; -1 if it is not JSON. */
function countKeysInText(text: string): number {
  let open = ""; // stack of open brackets
  let expect: Expect = Expect.Value;
  let keys = 0;
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    const isInObject = open.slice(-1) === "{";
    if (" \t\r\n".indexOf(character) >= 0) {
      at++;
    } else if (expect === Expect.CommaOrEnd || (expect === Expect.FirstKey && character === "}") || (expect === Expect.FirstValue && character === "]")) {
      if (character === "," && open && expect === Expect.CommaOrEnd) {
        expect = isInObject ? Expect.Key : Expect.Value;
      } else if (character === (isInObject ? "}" : "]") && open) {
        open = open.slice(0, -1);
        expect = Expect.CommaOrEnd;
      } else return -1;
      at++;
    } else if (expect === Expect.Colon) {
      if (character !== ":") return -1;
      expect = Expect.Value;
      at++;
    } else if (expect === Expect.Key || expect === Expect.FirstKey) {
      if (character !== '"') return -1;
      at = stringEnd(text, at);
      keys++;
      expect = Expect.Colon;
    } else if (character === "{" || character === "[") {
      open += character;
      expect = character === "{" ? Expect.FirstKey : Expect.FirstValue;
      at++;
    } else {
      at = character === '"' ? stringEnd(text, at) : scalarEnd(text, at);
      expect = Expect.CommaOrEnd;
    }
    if (!at) return -1; // not a valid string or number
  }
  return expect === Expect.CommaOrEnd && !open ? keys : -1;
}

/** The index after the string that begins at `at`; 0 if it is not valid. */
function stringEnd(text: string, at: number): number {
  for (at++; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < " ") return 0;
    if (character === "\\") {
      at++;
      if ('"\\/bfnrtu'.indexOf(text.charAt(at) || "?") < 0) return 0;
      if (text.charAt(at) === "u" && !/^[\da-fA-F][\da-fA-F][\da-fA-F][\da-fA-F]$/.test(text.substr(at + 1, 4))) return 0;
    }
  }
  return 0;
}

/** The index after the number, true, false or null that begins at `at`; 0 if it is not valid. */
function scalarEnd(text: string, at: number): number {
  let end = at;
  while (/[-+.\w]/.test(text.charAt(end))) end++;
  const scalar = text.substring(at, end);
  return scalar === "true" || scalar === "false" || scalar === "null" || isNumber(scalar) ? end : 0;
}

/** Whether a text is a number as JSON writes it, and one that fits. */
export function isNumber(text: string): boolean {
  const unsigned = text.charAt(0) === "-" ? text.substr(1) : text;
  const parts = unsigned.toLowerCase().split("e");
  const mantissa = parts[0]!.split(".");
  const digits = mantissa[0]!;
  const exponent = parts.length > 1 ? parts[1]!.replace(/^[-+]/, "") : "0";
  if (parts.length > 2 || mantissa.length > 2 || exponent.length > 4) return false;
  if (!areDigits(digits) || !areDigits(exponent) || (mantissa.length > 1 && !areDigits(mantissa[1]!))) return false;
  if (digits.length > 1 && digits.charAt(0) === "0") return false;
  // Rejects what overflows a double, and integers that wrap around in 64 bits.
  const value = parseFloat(text);
  return isFinite(value) && +text === value;
}

function areDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Replaces `\u20ac` and surrogate pairs by UTF-8. Escaped ASCII stays, as it may be a quote; so does `\\`. */
function decodeEscapes(text: string): string {
  return text.replace(/\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u..../g, function (escape) {
    if (escape.length < 6) return escape;
    let code = parseInt(escape.substr(2, 4), 16);
    if (escape.length > 6) code = 0x10000 + ((code & 0x3ff) << 10) + (parseInt(escape.substr(8), 16) & 0x3ff);
    if (code < 0x80) return escape;
    return encodeUtf8(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code); // a lone surrogate is not a character
  });
}

/** Renames keys that Espruino hides or treats as a prototype. */
function renameReservedKeys(text: string): string {
  return text.replace(/"__proto__"[ \t\r\n]*:/g, '"__proto__ ":').replace(/"constructor"[ \t\r\n]*:/g, '"constructor ":');
}

/** Counts the keys of all objects in a value; -1 if one has a duplicate key, which Espruino's JSON.parse keeps. */
function countKeys(value: unknown): number {
  const waiting = typeof value === "object" && value ? [value] : [];
  let keys = 0;
  while (waiting.length) {
    const next = waiting.pop() as { [key: string]: unknown };
    const names: string[] = [];
    for (const key in next) {
      if (names.indexOf(key) >= 0) return -1;
      names.push(key);
      if (next[key] && typeof next[key] === "object") waiting.push(next[key]);
    }
    if (!Array.isArray(next)) keys += names.length;
  }
  return keys;
}
