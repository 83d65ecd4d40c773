/** The bytes of ding.json: whether they can be read, and how. */
import { parseStrictJson } from "./strict-json.ts";
import { stripByteOrderMark } from "./utf8.ts";

/** Bytes. A longer file would exhaust the RAM at every boot. */
const maxFileSize = 4096;

/** Whether the text may be the output of `Storage.writeJSON`, which is JSON except that keys have no quotes where possible. */
export function isLooseJson(text: string): boolean {
  // Espruino would spend hours on a number with a long exponent.
  if (text.length > maxFileSize || /\d[eE][-+]*\d\d\d\d\d/.test(text)) return false;
  const keys = text.replace(/^\{"\$schema":"[^"]*",/, "{"); // the only key that needs quotes
  return /^\{[A-Za-z_$]/.test(keys);
}

/** Parses the bytes of ding.json as strict JSON; undefined if they are not, or are too many. */
export function parseStrictFile(text: string): unknown {
  return text.length > maxFileSize ? undefined : parseStrictJson(stripByteOrderMark(text));
}

/** Why neither strict nor loose JSON was found. @param text undefined if there is no file */
export function explainUnreadable(text: string | undefined): string {
  if (text === undefined) return "no ding.json in Storage";
  // In UTF-16 one of the first four bytes is 0, with or without a byte order mark; a binary file has zeros further on.
  const firstZero = text.indexOf("\0");
  if (firstZero >= 0 && firstZero < 4) return "ding.json is in UTF-16: save it as UTF-8";
  return "ding.json is not a JSON object of up to " + maxFileSize + " bytes, or has a duplicate key";
}
