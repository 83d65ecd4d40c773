/** The program on the chip: runs its code the interpreter's way, and reports uncaught errors. */
import { detokenise } from "../shared/tokens.ts";
import { Hang, isFunction, type Realm } from "./realm.ts";
import { explain } from "./uncaught.ts";

/** Thrown to unwind the program when the chip restarts, so that nothing after `E.reboot()` runs. */
export class Restarting extends Error {}

export interface ProgramHost {
  /** Passes an error to the program's own handler. False if it has none. */
  handlesError(error: unknown): boolean;
  /** Prints on the console. */
  print(text: string): void;
  /** The program hangs: only the watchdog or Ctrl-C can help. */
  onHang(): void;
  /** The text of a Storage file. */
  read(file: string): string | undefined;
}

export class Program {
  private _running = true;
  private _isHung = false;
  private _error: { value: unknown } | undefined;
  private _typed = "";

  constructor(
    private readonly _realm: Realm,
    private readonly _host: ProgramHost,
  ) {}

  /** False once it has stopped or hangs. */
  get running(): boolean {
    return this._running;
  }

  /** Whether the program hangs. */
  get isHung(): boolean {
    return this._isHung;
  }

  /** Ends a hang, if there is one. */
  interrupt(): void {
    if (!this._isHung) return;
    this._running = true;
    this._isHung = false;
  }

  /** Stops the program for good. */
  stop(): void {
    this._running = false;
  }

  /** Runs a callback: a function, or a string of code. */
  callback(callback: unknown, self: unknown, args: readonly unknown[]): void {
    if (isFunction(callback)) this._guard(() => this._realm.call(callback, self, args));
    else if (typeof callback === "string") this.run(callback, "event");
  }

  /** Runs source text in the global scope. */
  run(source: string, name: string): void {
    this._guard(() => this._realm.run(source, name));
  }

  /** Runs a line that was typed. Returns its value as formatted by `show`; undefined after an error. */
  evaluate(line: string, show: (value: unknown) => string): string | undefined {
    this._typed = line;
    const answer = this._guard(() => this._realm.limited(() => show(this._realm.run(line, "REPL"))));
    this.report();
    return answer;
  }

  /** Prints the last error thrown since the previous report. */
  report(): void {
    const error = this._error;
    this._error = undefined;
    if (!error || !this._running || this._host.handlesError(error.value)) return;
    const sourceOf = (file: string): string | undefined => {
      const code = file === "REPL" ? this._typed : this._host.read(file);
      return code === undefined ? undefined : detokenise(code);
    };
    this._host.print(`Uncaught ${this._explained(error.value, sourceOf)}\n`);
  }

  /** The program left a rejected promise unhandled. */
  rejected(reason: unknown): void {
    if (!this._running) return;
    const [shown = "", ...frames] = this._explained(reason).split("\n");
    this._host.print(`${[`Uncaught Error: Unhandled promise rejection: ${shown}`, ...frames].join("\n")}\n`);
  }

  /** What was thrown may be an object of the program whose getters throw again, or never return. */
  private _explained(value: unknown, sourceOf?: (file: string) => string | undefined): string {
    const text = this._guard(() => this._realm.limited(() => explain(value, sourceOf)));
    this._error = undefined;
    return text ?? "[object Object]";
  }

  private _guard<T>(body: () => T): T | undefined {
    if (!this._running) return undefined;
    try {
      return body();
    } catch (error) {
      if (error instanceof Hang) {
        this.stop();
        this._isHung = true;
        this._host.onHang();
      } else if (!(error instanceof Restarting)) this._error = { value: error };
      return undefined;
    }
  }
}
