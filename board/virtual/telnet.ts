/**
 * `require("TelnetServer")`: a JavaScript console for whoever connects to TCP port 23. As on the chip it is on whenever
 * the interpreter starts, asks for no password, and takes the console away from the serial line.
 */
import type { Guest, Realm } from "./realm.ts";
import { isObject } from "./realm.ts";

export interface TelnetHost {
  /** Whether the chip has an address: without one nobody reaches the port. */
  online: () => boolean;
  /** Somebody types at the console. */
  type: (text: string) => void;
  /** From now on what the console prints goes there; undefined: back to the serial line. */
  redirect: (out: ((text: string) => void) | undefined) => void;
}

/** A connection to the console, as the one who connected sees it. */
export interface TelnetSession {
  type(text: string): void;
  close(): void;
}

export class Telnet {
  readonly module: Guest;
  private _mode: "on" | "off" = "on";
  private _session: TelnetSession | undefined;

  constructor(
    realm: Realm,
    private readonly _host: TelnetHost,
  ) {
    this.module = realm.object();
    realm.define(this.module, {
      setOptions: (options) => {
        const mode = isObject(options) ? options["mode"] : realm.fail("Error", "Expecting Object");
        if (mode === undefined) return;
        if (mode !== "on" && mode !== "off") return realm.fail("Error", "Unknown mode value");
        this._mode = mode;
        if (mode === "off") this.end();
      },
    });
  }

  /** Whether port 23 takes connections. */
  get isOpen(): boolean {
    return this._mode === "on" && this._host.online();
  }

  /** Somebody connects; undefined when the port is closed. A new connection ends the one before. */
  connect(out: (text: string) => void): TelnetSession | undefined {
    if (!this.isOpen) return undefined;
    this.end();
    this._host.redirect(out);
    const session: TelnetSession = {
      type: (text) => {
        if (this._session === session) this._host.type(text);
      },
      close: () => {
        if (this._session === session) this.end();
      },
    };
    this._session = session;
    return session;
  }

  end(): void {
    if (!this._session) return;
    this._session = undefined;
    this._host.redirect(undefined);
  }

  /** Whether the console is somebody's over the network just now. */
  get holdsConsole(): boolean {
    return this._session !== undefined;
  }
}
