/**
 * How the interpreter writes values: JSON.stringify, `print` and the console's answers, which are one routine there,
 * and JSON.parse, which takes more than JSON and ignores what follows a value.
 */
import { isFunction, isObject, type Guest, type Realm } from "./realm.ts";

interface Style {
  /** Blanks after commas, line breaks before what is not simple. */
  pretty: boolean;
  /** A line break before everything (JSON.stringify with a third argument). */
  everyLine: boolean;
  /** Unquoted names, shortened strings and function bodies: the console's answer. */
  console: boolean;
  /** What a receiver takes for JSON: no NaN, no undefined, every byte over 0x7E as \u00XX. */
  strict: boolean;
  indent: string;
}

const printed: Style = { pretty: true, everyLine: false, console: false, strict: false, indent: "  " };
const answered: Style = { ...printed, console: true };
const stringified: Style = { pretty: false, everyLine: false, console: false, strict: true, indent: "" };

const itemsOnALine = 4;
const longestAnswer = 68; // bytes; a longer string is cut
const cutTo = 30;

/** A value as `print` shows it; a string as it is. */
export function toPrint(value: unknown): string {
  return typeof value === "string" ? value : write(value, printed, 0, []);
}

/** A value as the console answers it, after its "=". */
export function toAnswer(value: unknown): string {
  return write(value, answered, 0, []);
}

export function stringify(value: unknown, space: unknown): string {
  const indent = typeof space === "number" ? " ".repeat(Math.min(10, space)) : typeof space === "string" ? space : "";
  if (indent === "") return write(value, stringified, 0, []);
  return write(value, { ...stringified, pretty: true, everyLine: true, indent }, 0, []);
}

function write(value: unknown, style: Style, depth: number, above: readonly unknown[]): string {
  if (value === undefined) return style.strict ? "null" : "undefined";
  if (value === null) return "null";
  if (typeof value === "string") return writeString(value, style);
  if (typeof value === "number") return style.strict && !Number.isFinite(value) ? "null" : writeNumber(value);
  if (above.includes(value)) return " ... ";
  if (isFunction(value)) return style.strict ? "undefined" : writeFunction(value, style);
  if (!isObject(value)) return String(value);
  if (Array.isArray(value)) return writeItems(value, style, depth, [...above, value]);
  if (ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]") return writeBytes(value, style);
  return writeObject(value, style, depth, above);
}

function writeObject(value: Guest, style: Style, depth: number, above: readonly unknown[]): string {
  const toJSON = value["toJSON"];
  if (style.strict && isFunction(toJSON)) return write(Reflect.apply(toJSON, value, []), style, depth, above);
  const constructor = value["constructor"];
  const name = isFunction(constructor) && constructor.name !== "Object" ? constructor.name : "";
  let prefix = "";
  if (!style.strict && name) {
    prefix = `${name}: `;
    // A class with a toString of its own (Error, Date, Pin) is shown by it.
    if (isFunction(value["toString"]) && !isPlainToString(value["toString"])) {
      const shown = String(Reflect.apply(value["toString"], value, []));
      return name === "Pin" ? shown : prefix + shown;
    }
  } else if (!style.strict && isFunction(value["toJSON"])) return String(value);
  const parts: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (style.strict && (item === undefined || isFunction(item))) continue;
    parts.push([`${writeKey(key, style)}${style.pretty ? ": " : ":"}`, item]);
  }
  return prefix + layOut(parts, "{", "}", style, depth, [...above, value]);
}

function isPlainToString(fn: unknown): boolean {
  return isFunction(fn) && fn.name === "toString" && String(fn).includes("[native code]") && !String(fn).includes("this");
}

function writeItems(items: readonly unknown[], style: Style, depth: number, above: readonly unknown[]): string {
  return layOut(items.map((item) => ["", item]), "[", "]", style, depth, above);
}

function layOut(
  parts: [string, unknown][],
  open: string,
  close: string,
  style: Style,
  depth: number,
  above: readonly unknown[],
): string {
  const isObjectPart = open === "{";
  const line = (level: number) => "\n" + style.indent.repeat(level);
  let text = style.pretty ? `${open} ` : open;
  let breakNext = false;
  let sinceBreak = 0;
  parts.forEach(([key, item], index) => {
    sinceBreak++;
    if (index > 0) text += style.pretty ? ", " : ",";
    const breaks = style.everyLine || (style.pretty && !isSimple(item));
    if (isObjectPart && style.pretty && sinceBreak > itemsOnALine) breakNext = true;
    if (breakNext || breaks || style.everyLine) {
      text += line(depth + 1);
      breakNext = false;
      sinceBreak = 0;
    }
    text += key + write(item, style, depth + 1, above);
    breakNext = breaks;
  });
  if (breakNext) text += line(depth);
  return text + (style.pretty ? ` ${close}` : close);
}

function isSimple(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "number" || typeof value === "boolean" || isPinLike(value);
}

function isPinLike(value: unknown): boolean {
  return isObject(value) && isFunction(value["constructor"]) && isFunction(value["toJSON"]) && /^D\d+$/.test(String(value));
}

function writeFunction(fn: unknown, style: Style): string {
  const source = String(fn);
  if (source.includes("[native code]")) return "function () { [native code] }";
  const parts = /^(?:async\s+)?(?:function\s*\w*\s*)?\(?([^)=]*)\)?\s*(?:=>)?\s*\{?([^]*?)\}?$/.exec(source);
  const parameters = (parts?.[1] ?? "").trim();
  return `function (${parameters}) ${style.console ? "{ ... }" : `{${parts?.[2] ?? ""}}`}`;
}

function writeBytes(value: Guest, style: Style): string {
  const isView = ArrayBuffer.isView(value);
  const name = isFunction(value["constructor"]) ? value["constructor"].name : "Uint8Array";
  const numbers = isView ? Array.from(value as unknown as ArrayLike<number>) : [];
  if (style.strict) return `[${numbers.map(writeNumber).join(",")}]`;
  if (numbers.every((number) => number === 0)) return `new ${name}(${numbers.length})`;
  return `new ${name}([${numbers.map(writeNumber).join(", ")}])`;
}

function writeKey(key: string, style: Style): string {
  return style.console && /^[A-Za-z_$][\w$]*$|^\d+$/.test(key) ? key : writeString(key, { ...style, console: false });
}

/** Numbers keep 11 decimals, and whole ones beyond 2^53 lose their zeros. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return Object.is(value, -0) ? "0" : String(value).replace("e+", "e+");
  const fixed = value.toFixed(11).replace(/0+$/, "");
  return fixed.endsWith(".") ? fixed.slice(0, -1) : fixed;
}

const short: Record<string, string> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r" };

function writeString(text: string, style: Style): string {
  if (style.console && text.length > longestAnswer)
    return `${quote(text.slice(0, cutTo), style)} ... ${quote(text.slice(-cutTo), style)}`;
  return quote(text, style);
}

function quote(text: string, style: Style): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.charCodeAt(0) & 255;
    if (character === '"' || character === "\\") quoted += `\\${character}`;
    else if (short[character] && !(style.strict && character === "\v")) quoted += short[character];
    else if (code >= 32 && code < 127) quoted += character;
    else quoted += (style.strict ? "\\u00" : "\\x") + code.toString(16).toUpperCase().padStart(2, "0");
  }
  return quoted + '"';
}

/** JSON.parse as the interpreter does it: reads one value and leaves the rest unread. */
export class JsonReader {
  private _at = 0;

  constructor(
    private readonly realm: Realm,
    private readonly text: string,
  ) {}

  value(): unknown {
    const token = this._token();
    const first = token[0];
    if (first === "{") return this._object();
    if (first === "[") return this._array();
    if (first === '"' || first === "'") return this._string(token);
    if (first === "-") return -this._number(this._token());
    if (first !== undefined && /\d/.test(first)) return this._number(token);
    if (token === "true") return true;
    if (token === "false") return false;
    if (token === "null") return null;
    return this._unexpected(token);
  }

  private _object(): Guest {
    const object = this.realm.object();
    for (let token = this._token(); token !== "}"; token = this._token()) {
      if (token[0] !== '"' && token[0] !== "'") this._got(token, "STRING");
      const key = this._string(token);
      this._expect(":");
      object[key] = this.value();
      if (this._peek() !== "}") this._expect(",");
    }
    return object;
  }

  private _array(): unknown[] {
    const items: unknown[] = [];
    while (this._peek() !== "]") {
      items.push(this.value());
      if (this._peek() !== "]") this._expect(",");
    }
    this._token();
    return this.realm.array(items);
  }

  private _string(token: string): string {
    if (token.length < 2 || token.at(-1) !== token[0]) return this._expected("UNFINISHED STRING");
    const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };
    return token
      .slice(1, -1)
      .replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (_all, u: string, x: string, c: string) =>
        // A code above 255 keeps its low byte only: strings are bytes.
        u || x ? String.fromCharCode(parseInt(u || x, 16) & 255) : (escapes[c] ?? c),
      );
  }

  private _number(token: string): number {
    const number = Number(token);
    return Number.isNaN(number) ? this._unexpected(token) : number;
  }

  private _peek(): string {
    const before = this._at;
    const token = this._token();
    this._at = before;
    return token;
  }

  private _token(): string {
    const pattern =
      /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*((?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[A-Za-z_$][\w$]*|[^]|$)/y;
    pattern.lastIndex = this._at;
    const match = pattern.exec(this.text);
    this._at = pattern.lastIndex;
    return match?.[1] ?? "";
  }

  private _expect(token: string): void {
    const got = this._token();
    if (got !== token) this._got(got, `'${token}'`);
  }

  private _got(token: string, wanted: string): never {
    return this.realm.fail("SyntaxError", `Got ${describe(token)} expected ${wanted}`);
  }

  private _unexpected(token: string): never {
    return this._expected(/^[A-Za-z_$]/.test(token) ? "ID" : describe(token));
  }

  private _expected(got: string): never {
    return this.realm.fail("SyntaxError", `Expecting valid value, got ${got}`);
  }
}

function describe(token: string): string {
  if (token === "") return "EOF";
  if (/^[A-Za-z_$]/.test(token)) return `ID:${token}`;
  if (/^["']/.test(token)) return "STRING";
  return /^\d/.test(token) ? "INT" : `'${token}'`;
}
