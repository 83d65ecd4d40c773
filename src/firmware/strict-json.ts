/**
 * JSON as RFC 8259 has it. Espruino's own JSON.parse takes what is no JSON (`{"a":1} x`, `{'a':0x10,}`), makes one byte of
 * `\u20ac`, and multiplies by ten as often as an exponent says: for hours, if that is long.
 *
 * Most JSON is written by a program, and comes out of the interpreter's JSON.stringify as it went into JSON.parse, blanks
 * aside: then it was JSON. Any other text is looked at character by character.
 */
import { encodeUtf8 } from "./utf8.ts";

/** Objects and lists in a text: the interpreter parses one in another on a stack of a few kB. */
const mostBrackets = 40;

/** Byte strings in, byte strings out; undefined when the text is no JSON, or has a key twice. */
export function parseStrictJson(text: string): unknown {
  if (text.split("{").length + text.split("[").length > mostBrackets + 2) return undefined;
  // A long exponent, or "- 5", which the interpreter takes for -5.
  if (/\d[eE]|-[ \t\r\n]|\\u/.test(text)) return parseWithCare(text);
  try {
    const value: unknown = JSON.parse(text);
    const again = JSON.stringify(value);
    if (again === text || withoutBlanks(again) === withoutBlanks(text)) return countKeysOf(value) < 0 ? undefined : value;
  } catch {
    return undefined;
  }
  return parseWithCare(text);
}

function withoutBlanks(text: string): string {
  return text.replace(/[ \t\r\n]/g, "");
}

const enum Expect {
  Value,
  /** A value, or the end of the list. */
  FirstValue,
  Key,
  /** A key, or the end of the object. */
  FirstKey,
  Colon,
  /** A comma, or the end of what this stands in. */
  CommaOrEnd,
}

/** Checks the text character by character before the interpreter parses it. */
function parseWithCare(text: string): unknown {
  const keys = countKeys(text);
  if (keys < 0) return undefined;
  const value: unknown = JSON.parse(renameHidden(decodeEscapes(text)));
  return countKeysOf(value) === keys ? value : undefined;
}

/** How many keys a JSON text has; -1 if it is no JSON. */
function countKeys(text: string): number {
  let open = ""; // the brackets that are open
  let expect: Expect = Expect.Value;
  let keys = 0;
  for (let at = 0; at < text.length; ) {
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
    if (!at) return -1; // a string or a number that is none
  }
  return expect === Expect.CommaOrEnd && !open ? keys : -1;
}

/** The place behind the string that begins at `at`; 0 if it is none. */
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

/** The place behind the number, true, false or null that begins at `at`; 0 if it is none. */
function scalarEnd(text: string, at: number): number {
  let end = at;
  while (/[-+.\w]/.test(text.charAt(end))) end++;
  const scalar = text.substring(at, end);
  return scalar === "true" || scalar === "false" || scalar === "null" || isNumber(scalar) ? end : 0;
}

function isNumber(text: string): boolean {
  const unsigned = text.charAt(0) === "-" ? text.substr(1) : text;
  const parts = unsigned.toLowerCase().split("e");
  const mantissa = parts[0]!.split(".");
  const digits = mantissa[0]!;
  const exponent = parts.length > 1 ? parts[1]!.replace(/^[-+]/, "") : "0";
  if (parts.length > 2 || mantissa.length > 2 || exponent.length > 4) return false;
  if (!areDigits(digits) || !areDigits(exponent) || (mantissa.length > 1 && !areDigits(mantissa[1]!))) return false;
  if (digits.length > 1 && digits.charAt(0) === "0") return false;
  // Too much for a double, or a whole number that wraps round in 64 bits.
  const value = parseFloat(text);
  return isFinite(value) && +text === value;
}

function areDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

/** `\u20ac`, or a pair of them, as UTF-8. What is ASCII stays, for it may be a quote; and so does `\\`, whatever follows it. */
function decodeEscapes(text: string): string {
  return text.replace(/\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u..../g, function (escape) {
    if (escape.length < 6) return escape;
    let code = parseInt(escape.substr(2, 4), 16);
    if (escape.length > 6) code = 0x10000 + ((code & 0x3ff) << 10) + (parseInt(escape.substr(8), 16) & 0x3ff);
    if (code < 0x80) return escape;
    return encodeUtf8(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code); // half a pair is no character
  });
}

/** Keys that the interpreter hides, or takes for a prototype. */
function renameHidden(text: string): string {
  return text.replace(/"__proto__"[ \t\r\n]*:/g, '"__proto__ ":').replace(/"constructor"[ \t\r\n]*:/g, '"constructor ":');
}

/** How many keys the objects in a value have; -1 if one has a key twice, as the interpreter's JSON.parse lets it. */
function countKeysOf(value: unknown): number {
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
