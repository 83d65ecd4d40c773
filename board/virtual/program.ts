/** The program on the chip: how the interpreter runs its pieces, and what becomes of the errors they throw. */
import { Hang, isFunction, type Realm } from "./realm.ts";
import { explain } from "./uncaught.ts";

/** Thrown through the program when the chip restarts: nothing after `E.reboot()` runs. */
export class Over extends Error {}

export interface ProgramHost {
  /** Offers an error to the program's own handler. False when it has none. */
  takes(error: unknown): boolean;
  /** Text for the console. */
  print(text: string): void;
  /** A piece does not come back: only the watchdog can help, or Ctrl-C. */
  hung(): void;
  /** The text of a Storage file. */
  read(file: string): string | undefined;
}

export class Program {
  private _running = true;
  private _hangs = false;
  private _error: { value: unknown } | undefined;
  private _typed = "";

  constructor(
    private readonly _realm: Realm,
    private readonly _host: ProgramHost,
  ) {}

  /** False once it is over, or hangs. */
  get running(): boolean {
    return this._running;
  }

  /** A piece of it does not come back. */
  get hangs(): boolean {
    return this._hangs;
  }

  /** The piece that does not come back, if there is one, is broken off. */
  breakOff(): void {
    if (!this._hangs) return;
    this._running = true;
    this._hangs = false;
  }

  /** Nothing of it runs any more. */
  stop(): void {
    this._running = false;
  }

  /** Runs a callback: a function, or a string of code. */
  callback(callback: unknown, self: unknown, args: readonly unknown[]): void {
    if (isFunction(callback)) this._guard(() => this._realm.call(callback, self, args));
    else if (typeof callback === "string") this.run(callback, "event");
  }

  /** Runs source text at the global level. */
  run(source: string, name: string): void {
    this._guard(() => this._realm.run(source, name));
  }

  /** Runs a line that was typed. Returns its value as `show` writes it; undefined after an error. */
  evaluate(line: string, show: (value: unknown) => string): string | undefined {
    this._typed = line;
    const answer = this._guard(() => show(this._realm.run(line, "REPL")));
    this.report();
    return answer;
  }

  /** Says what was thrown since the last report; of several errors, the last. */
  report(): void {
    const error = this._error;
    this._error = undefined;
    if (!error || !this._running || this._host.takes(error.value)) return;
    const sourceOf = (file: string): string | undefined => (file === "REPL" ? this._typed : this._host.read(file));
    this._host.print(`Uncaught ${explain(error.value, sourceOf)}\n`);
  }

  private _guard<T>(body: () => T): T | undefined {
    if (!this._running) return undefined;
    try {
      return body();
    } catch (error) {
      if (error instanceof Hang) {
        this.stop();
        this._hangs = true;
        this._host.hung();
      } else if (!(error instanceof Over)) this._error = { value: error };
      return undefined;
    }
  }
}
