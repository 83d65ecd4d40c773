/** How the interpreter formats values: JSON.stringify, `print` and console answers share one routine. */
import { isFunction, isObject, nativeSource, type Guest } from "./realm.ts";
import { writeNumber } from "./number-format.ts";

interface Style {
  /** Spaces after commas, line breaks before values that are not simple. */
  pretty: boolean;
  /** A line break before everything (JSON.stringify with a third argument). */
  everyLine: boolean;
  /** Shortened strings, arrays and functions: the console's answer. */
  short: boolean;
  /** No quotes around names that are identifiers. */
  bareNames: boolean;
  /** JSON for programs: no functions, no undefined, NaN as null, `toJSON` is called. */
  data: boolean;
  /** Bytes above 0x7E as \u00XX, which any JSON parser reads, instead of \xXX. */
  unicode: boolean;
  indent: string;
}

const printed: Style = {
  pretty: true,
  everyLine: false,
  short: false,
  bareNames: false,
  data: false,
  unicode: false,
  indent: "  ",
};
const json: Style = { ...printed, pretty: false, data: true, unicode: true };

const itemsOnALine = 4;
const maxLength = { string: 68, stringPart: 30, array: 20, arrayPart: 5 };

/** A value as `print` shows it; strings are unchanged. */
export function toPrint(value: unknown): string {
  return typeof value === "string" ? value : write(value, printed, 0, []);
}

/** A value as the console shows it after "=". */
export function toAnswer(value: unknown): string {
  return write(value, { ...printed, short: true, bareNames: true }, 0, []);
}

export function stringify(value: unknown, space: unknown): string {
  const indent = typeof space === "number" ? " ".repeat(Math.min(10, space)) : typeof space === "string" ? space : "";
  return write(value, indent === "" ? json : { ...json, pretty: true, everyLine: true, indent }, 0, []);
}

/** The output of Storage.writeJSON: not strict JSON, but readable by readJSON. */
export function toStorageJson(value: unknown): string {
  return write(value, { ...json, bareNames: true, unicode: false }, 0, []);
}

function write(value: unknown, style: Style, depth: number, above: readonly unknown[]): string {
  if (value === undefined) return style.data ? "null" : "undefined";
  if (value === null) return "null";
  if (typeof value === "string") return writeString(value, style);
  if (typeof value === "number") return style.data && !Number.isFinite(value) ? "null" : writeNumber(value);
  if (above.includes(value)) return " ... ";
  if (isFunction(value)) return style.data ? "undefined" : writeFunction(value, style);
  if (!isObject(value)) return String(value);
  const inside = [...above, value];
  if (Array.isArray(value)) return writeArray(value, style, depth, inside);
  if (ArrayBuffer.isView(value)) return writeBytes(value, nameOf(value), "", style);
  if (nameOf(value) === "ArrayBuffer") return writeBytes(Buffer.from(value as unknown as ArrayBuffer), "Uint8Array", ".buffer", style);
  return writeObject(value, style, depth, inside);
}

function writeObject(value: Guest, style: Style, depth: number, inside: readonly unknown[]): string {
  const toJSON = value["toJSON"];
  if (style.data && isFunction(toJSON)) return write(Reflect.apply(toJSON, value, []), style, depth, inside);
  const name = nameOf(value);
  if (name === "Pin") return String(value);
  const prefix = style.data || name === "Object" || name === "" ? "" : `${name}: `;
  // A class with its own toString is shown by it, except RegExp.
  const toString: unknown = Reflect.get(value, "toString");
  if (prefix && name !== "RegExp" && isFunction(toString) && toString !== Reflect.get(rootOf(value), "toString"))
    return prefix + (name === "Date" ? writeDate(value) : String(Reflect.apply(toString, value, [])));
  const shown: Guest = name === "RegExp" ? { source: value["source"], flags: value["flags"], lastIndex: value["lastIndex"] } : value;
  const parts: [string, unknown][] = [];
  for (const [key, item] of Object.entries(shown)) {
    if (style.data && (item === undefined || isFunction(item))) continue;
    parts.push([writeKey(key, style), item]);
  }
  return prefix + layOut(parts, "{", "}", style, depth, inside);
}

function writeArray(items: readonly unknown[], style: Style, depth: number, inside: readonly unknown[]): string {
  const parts: [string, unknown][] = Array.from(items, (item) => ["", item]);
  if (style.short && items.length > maxLength.array) {
    const cut = parts.splice(maxLength.arrayPart, parts.length - 2 * maxLength.arrayPart);
    const next = parts[maxLength.arrayPart];
    if (cut.length > 0 && next) next[0] = " ... ";
  }
  // Other properties of an array, such as the index of a match.
  if (style.pretty && !style.data)
    for (const [key, item] of Object.entries(items)) if (!/^\d+$/.test(key) && item !== undefined) parts.push([writeKey(key, style), item]);
  return layOut(parts, "[", "]", style, depth, inside);
}

function layOut(parts: readonly [string, unknown][], open: string, close: string, style: Style, depth: number, inside: readonly unknown[]): string {
  const line = (level: number): string => "\n" + style.indent.repeat(level);
  let text = style.pretty ? `${open} ` : open;
  let breakNext = false;
  let sinceBreak = 0;
  parts.forEach(([key, item], index) => {
    if (index > 0) text += style.pretty ? ", " : ",";
    const breaks = style.everyLine || (style.pretty && !isSimple(item));
    const tooMany = style.pretty && open === "{" && ++sinceBreak > itemsOnALine;
    const firstExtra = open === "[" && key.startsWith('"') && !parts[index - 1]?.[0];
    if ((breakNext && !firstExtra) || breaks || tooMany) {
      text += line(depth + 1);
      sinceBreak = 0;
    }
    text += key + write(item, style, depth + 1, inside);
    breakNext = breaks;
  });
  if (breakNext) text += line(depth);
  return text + (style.pretty ? ` ${close}` : close);
}

function isSimple(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "number" || typeof value === "boolean" || nameOf(value) === "Pin";
}

function nameOf(value: unknown): string {
  const constructor = isObject(value) ? value["constructor"] : undefined;
  return isFunction(constructor) ? constructor.name : "";
}

/** The root prototype of an object's realm. */
function rootOf(value: object): object {
  let root = value;
  for (let above: unknown = root; isObject(above); above = Object.getPrototypeOf(above)) root = above;
  return root;
}

function writeFunction(fn: unknown, style: Style): string {
  const source = String(fn);
  if (source.includes("[native code]") || source === nativeSource) return "function () { [native code] }";
  const match = /^(?:function\s*[\w$]*\s*)?\(?([\w$,\s]*)\)?\s*(=>)?\s*([^]*)$/.exec(source);
  const code = match?.[3] ?? "";
  const body = code.startsWith("{") ? code : `{return ${code}}`;
  return `function (${(match?.[1] ?? "").trim()}) ${style.short ? "{ ... }" : body}`;
}

function writeBytes(view: ArrayBufferView, name: string, after: string, style: Style): string {
  const numbers = Array.from(view as unknown as ArrayLike<number>, writeNumber);
  if (style.data) return `[${numbers.join(",")}]`;
  if (numbers.every((number) => number === "0")) return `new ${name}(${numbers.length})${after}`;
  const shown =
    style.short && numbers.length > maxLength.array
      ? [...numbers.slice(0, maxLength.arrayPart), ` ... ${numbers[numbers.length - maxLength.arrayPart] ?? ""}`, ...numbers.slice(1 - maxLength.arrayPart)]
      : numbers;
  return `new ${name}([${shown.join(", ")}])${after}`;
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** In UTC, since the chip has no time zone until one is set. */
function writeDate(value: unknown): string {
  const date = new Date(Number(value));
  const time = date.toISOString().slice(11, 19);
  return `${days[date.getUTCDay()] ?? ""} ${months[date.getUTCMonth()] ?? ""} ${date.getUTCDate()} ${date.getUTCFullYear()} ${time} GMT+0000`;
}

function writeKey(key: string, style: Style): string {
  const bare = style.bareNames && /^[A-Za-z_$][\w$]*$|^\d+$/.test(key);
  return `${bare ? key : quote(key, style)}${style.pretty ? ": " : ":"}`;
}

function writeString(text: string, style: Style): string {
  if (!style.short || text.length <= maxLength.string) return quote(text, style);
  return `${quote(text.slice(0, maxLength.stringPart), style)} ... ${quote(text.slice(-maxLength.stringPart), style)}`;
}

const escapes: Record<string, string> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r" };

function quote(text: string, style: Style): string {
  let quoted = '"';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) & 255;
    const character = String.fromCharCode(code);
    if (character === '"' || character === "\\") quoted += `\\${character}`;
    else if (escapes[character] && !(style.unicode && character === "\v")) quoted += escapes[character];
    else if (code >= 32 && code < 127) quoted += character;
    else quoted += (style.unicode ? "\\u00" : "\\x") + code.toString(16).toUpperCase().padStart(2, "0");
  }
  return quoted + '"';
}
