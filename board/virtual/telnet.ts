/**
 * `require("TelnetServer")`: a JavaScript console on TCP port 23. As on the chip, it is on whenever the interpreter starts,
 * has no password, and takes the console away from the serial line.
 */
import type { Guest, Realm } from "./realm.ts";
import { isObject } from "./realm.ts";

export interface TelnetHost {
  /** Whether the chip has an IP address; without one the port cannot be reached. */
  online: () => boolean;
  /** Passes on what is typed at the console. */
  type: (text: string) => void;
  /** Sends console output to `out`; undefined: back to the serial line. */
  redirect: (out: ((text: string) => void) | undefined) => void;
}

/** A connection to the console, from the client's side. */
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

  /** Whether port 23 accepts connections. */
  get isOpen(): boolean {
    return this._mode === "on" && this._host.online();
  }

  /** Connects to the port; undefined if it is closed. A new connection ends the previous one. */
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

  /** Whether a Telnet session has the console. */
  get holdsConsole(): boolean {
    return this._session !== undefined;
  }
}
