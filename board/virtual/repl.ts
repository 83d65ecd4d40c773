/** The interactive console (REPL) on the serial line: echo, the ">" prompt, input lines, and the program's output. */
import { toPrint } from "./value-format.ts";
import type { Guest, Realm } from "./realm.ts";

export interface ReplHost {
  /** Runs a line that was typed. Returns its value as the console shows it; undefined after an error. */
  evaluate(line: string): string | undefined;
}

const longestPassword = 20;
const backspace = "\b";
const del = "\x7f";
const quiet = "\x10";
const enquiry = "\x05";
const ctrlC = "\x03";
const escape = "\x1b";
/** Discards the line. Other sequences move a cursor, which this console does not have. */
const eraseLine = "\x1b[2H";

export class Repl {
  private _line = "";
  private _promptShown = false;
  private _quietLine = false;
  private _echo = true;
  private _lastWasReturn = false;
  private _sequence = "";
  /** What has to be typed before anything else; undefined for nothing. */
  private _password: string | undefined;
  private _isLocked = false;

  constructor(
    /** Receives output; bytes as characters. */
    private readonly _out: (text: string) => void,
    private readonly _host: ReplHost,
    private readonly _greeting: string,
  ) {}

  setPassword(password: string | undefined): void {
    this._password = password;
  }

  lock(): void {
    this._isLocked = this._password !== undefined;
  }

  echo(on: boolean): void {
    this._echo = on;
  }

  /** Prints text of the program or the interpreter, removing the prompt first. */
  print(text: string): void {
    if (this._promptShown) {
      this._promptShown = false;
      if (this._visible()) this._out("\r\x1b[J");
    }
    this._out(text.replace(/\r?\n/g, "\r\n"));
  }

  /** Shows the prompt again after output; called at the end of every pass. */
  showPrompt(): void {
    if (this._promptShown) return;
    this._promptShown = true;
    if (this._echo) this._out(this._isLocked ? "password>" : `>${this._line.replace(/\n/g, "\r\n:")}`);
  }

  /** Handles one typed character. */
  key(character: string): void {
    const afterReturn = this._lastWasReturn;
    this._lastWasReturn = character === "\r";
    if (character === "\n" && afterReturn) return;
    if (this._isLocked) return this._unlock(character);
    if (character === escape || this._sequence !== "") return this._escape(character);
    if (character === quiet) {
      if (this._line === "") this._quietLine = true;
    } else if (character === enquiry) {
      if (this._line === "") this._out(`${this._greeting}\r\n`);
    } else if (character === ctrlC) this._forget();
    else if (character === "\r" || character === "\n") this._enter();
    else if (character === backspace || character === del) {
      this._line = this._line.slice(0, -1);
      if (this._visible()) this._out("\b \b");
    } else if (character >= " " || character === "\t") {
      const shown = character === "\t" ? "    " : character;
      this._line += shown;
      if (this._visible()) this._out(shown);
    }
  }

  /** One more character of the password, of twenty at most; a line's end has it compared. */
  private _unlock(character: string): void {
    if (character !== "\r" && character !== "\n") {
      if (this._line.length < longestPassword) this._line += character;
      return;
    }
    this._isLocked = this._line !== this._password;
    this._line = "";
    this._out(this._isLocked ? "\r\n  Invalid password\r\npassword>" : "\r\n  Logged in.\r\n");
    if (!this._isLocked) this._promptShown = false;
  }

  private _escape(character: string): void {
    this._sequence += character;
    if (/^\x1b(\[\d*)?$/.test(this._sequence)) return; // incomplete
    if (this._sequence === eraseLine) this._forget();
    this._sequence = "";
  }

  /** Discards the line typed so far. If it was typed without echo, the next one is as well. */
  private _forget(): void {
    if (this._line === "") return;
    if (this._promptShown) {
      this._promptShown = false;
      if (this._visible()) this._out("\r\x1b[J");
    }
    this._line = "";
  }

  private _enter(): void {
    if (openBrackets(this._line) > 0) {
      this._line += "\n";
      if (this._visible()) this._out("\r\n:");
      return;
    }
    if (this._visible()) this._out("\r\n");
    if (!this._quietLine) this._promptShown = false;
    const line = this._line.trimEnd();
    this._line = "";
    const answer = this._host.evaluate(line);
    if (answer !== undefined && this._visible() && line !== "") this.print(`=${answer}\n`);
    this._quietLine = false;
  }

  private _visible(): boolean {
    return this._echo && !this._quietLine && !this._isLocked;
  }
}

/** Counts brackets left open, ignoring strings and comments: if there are any, the console waits for more lines. */
function openBrackets(line: string): number {
  const code = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\//g, "");
  let open = (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
  if (/\/\*/.test(code) || ((code.match(/`/g) ?? []).length & 1) === 1) open++;
  return open;
}

/** Installs `print`, `console.log` and its variants, and `echo`. */
export function installPrint(realm: Realm, global: Guest, to: Repl): void {
  const print = (...values: unknown[]): void => to.print(`${values.map(toPrint).join(" ")}\n`);
  const console = realm.object();
  realm.define(global, { print, echo: (on) => to.echo(Boolean(on)), trace: () => undefined });
  realm.define(console, { log: print, debug: print, info: print, warn: print, error: print, trace: () => undefined });
  realm.hidden(global, "console", console);
}
