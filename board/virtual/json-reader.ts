/** The interpreter's JSON.parse: accepts more than JSON, reads one value and ignores the rest. */
import type { Guest, Realm } from "./realm.ts";

export class JsonReader {
  private _at = 0;

  constructor(
    private readonly _realm: Realm,
    private readonly _text: string,
    /** Also accepts names without quotes, as Storage.writeJSON writes them. */
    private readonly _bareNames = false,
  ) {}

  value(): unknown {
    const token = this._token();
    const first = token[0];
    if (first === "{") return this._object();
    if (first === "[") return this._array();
    if (first === '"' || first === "'") return this._string(token);
    if (token === "-") return -this._number(this._token());
    if (/^\.?\d/.test(token)) return this._number(token);
    if (token === "true") return true;
    if (token === "false") return false;
    if (token === "null") return null;
    return this._unexpected(token);
  }

  private _object(): Guest {
    const object = this._realm.object();
    for (let token = this._token(); token !== "}"; token = this._token()) {
      if (token === "") this._got(token, "'}'");
      const bare = this._bareNames && /^[\w$]+$/.test(token);
      if (!bare && token[0] !== '"' && token[0] !== "'") this._got(token, "STRING");
      const key = bare ? token : this._string(token);
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
    return this._realm.array(items);
  }

  private _string(token: string): string {
    if (token.length < 2 || token.at(-1) !== token[0]) return this._expected("UNFINISHED STRING");
    const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };
    return token.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (_all, u: string, x: string, c: string) =>
      // Strings are bytes: a code above 255 keeps only its low byte.
      u || x ? String.fromCharCode(parseInt(u || x, 16) & 255) : (escapes[c] ?? c),
    );
  }

  private _number(token: string): number {
    // A leading zero means octal, as in old JavaScript.
    const number = /^0[0-7]+$/.test(token) ? parseInt(token, 8) : Number(token);
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
      /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*((?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|--|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[A-Za-z_$][\w$]*|[^]|$)/y;
    pattern.lastIndex = this._at;
    const match = pattern.exec(this._text);
    this._at = pattern.lastIndex;
    return match?.[1] ?? "";
  }

  private _expect(token: string): void {
    const got = this._token();
    if (got !== token) this._got(got, `'${token}'`);
  }

  private _got(token: string, expected: string): never {
    return this._realm.fail("SyntaxError", `Got ${describe(token)} expected ${expected}`);
  }

  private _unexpected(token: string): never {
    if (token === "undefined") return this._expected(token);
    return this._expected(/^[A-Za-z_$]/.test(token) ? "ID" : describe(token));
  }

  private _expected(got: string): never {
    return this._realm.fail("SyntaxError", `Expecting valid value, got ${got}`);
  }
}

function describe(token: string): string {
  if (token === "") return "EOF";
  if (/^[A-Za-z_$]/.test(token)) return `ID:${token}`;
  if (/^["']/.test(token)) return "STRING";
  if (token === "--") return token;
  return /^\d/.test(token) ? "INT" : `'${token}'`;
}
