/** Espruino's built-in modules that the node requires: net, tls, Wifi, Storage, crypto. Beside espruino.d.ts. */

/** The names are literal in the source: the bundler must see which modules the chip has to bring. */
declare function require(module: "net"): NetModule;
declare function require(module: "tls"): TlsModule;
declare function require(module: "Wifi"): WifiModule;
declare function require(module: "Storage"): StorageModule;
declare function require(module: "crypto"): CryptoModule;
/** Missing on builds without it, such as the ESP32-C3's: `require` throws. */
declare function require(module: "TelnetServer"): TelnetServerModule;

/** The JavaScript console on TCP port 23, which asks for no password. */
interface TelnetServerModule {
  /** In RAM only: on again whenever the interpreter starts, `reset()` included. Takes effect when it is idle next. */
  setOptions(options: { mode: "on" | "off" }): void;
}

interface NetAddress {
  host: string;
  port: number;
}

interface NetModule {
  /**
   * Blocks until DNS and TCP have answered (ESP32). Throws when refused ("Unable to create socket"); an unknown host
   * prints a message and then nothing comes at all. `onConnect` runs before the `connect` event.
   */
  connect(options: NetAddress, onConnect?: (socket: Socket) => void): Socket;
}

interface TlsModule {
  /** Encrypts and never verifies: the certificate authority is loaded and ignored. Takes over 32 kB. */
  connect(options: NetAddress & { ca?: string; key?: string; cert?: string }, onConnect?: (socket: Socket) => void): Socket;
}

/** A TCP connection. Strings here are bytes, one character each. */
interface Socket {
  /** Sent in pieces of 536 bytes from RAM. Always false; `drain` says that the buffer is empty. After a close it only prints. */
  write(bytes: string): boolean;
  /** Sends what waits, then closes. */
  end(bytes?: string): void;
  /** At most 536 bytes, cut anywhere. */
  on(event: "data", listener: (bytes: string) => void): void;
  /** The buffer is empty; also right after connecting. */
  on(event: "drain" | "connect" | "end", listener: () => void): void;
  on(event: "close", listener: (hadError: boolean) => void): void;
  on(event: "error", listener: (error: { code: number; message: string }) => void): void;
}

interface WifiIp {
  /** Missing, or "0.0.0.0", while there is no connection. */
  ip?: string;
  netmask?: string;
  gw?: string;
  mac: string;
}

interface WifiModule {
  /**
   * Joins a network. Up to 2v29 the callback may never come on failure; later builds call it always, with null or the
   * reason. Nothing reconnects after a loss until this is called again.
   */
  connect(ssid: string, options: { password?: string }, callback: (error: string | null) => void): void;
  disconnect(callback?: () => void): void;
  /** Finds the networks in the air, in a few seconds; hidden ones have an empty name. Throws "A scan is already in progress". */
  scan(callback: (found: { ssid: string; rssi: number; authMode: string; mac: string; channel: string }[]) => void): void;
  /** Turns the chip's own access point off. */
  stopAP(callback?: () => void): void;
  on(event: "associated", listener: (details: { ssid: string; mac: string; channel: string }) => void): void;
  on(event: "connected", listener: (details: { ip: string; netmask: string; gw: string }) => void): void;
  /** `reason` is the driver's number as text, `msg` its name. */
  on(event: "disconnected", listener: (details: { ssid: string; mac: string; reason: string; msg: string }) => void): void;
  getIP(): WifiIp;
  /** `rssi` in dBm while connected. */
  getStatus(): { station: string; mode: string; rssi?: number };
  getDetails(): { status: string; ssid?: string };
  getHostname(): string;
  setHostname(name: string, callback?: () => void): void;
  /** Sets the clock from this server, some time later and again and again. `hours` east of UTC. */
  setSNTP(server: string, hours: number | string): void;
  /** Writes today's settings to flash, for `restore` at boot. */
  save(): void;
}

/** Files in flash, of up to 28 characters' names. Flash wears: no write in a loop. */
interface StorageModule {
  /** The bytes, in place in flash: no RAM is spent; undefined if there is no such file. */
  read(name: string, offset?: number, length?: number): string | undefined;
  /** Throws on bad JSON unless `quiet`; undefined if there is no such file. */
  readJSON(name: string, quiet?: boolean): unknown;
  /**
   * A whole file; or with `offset` into a file made with `size` before, where each byte can be written once.
   * Offset 0 makes a new file. False, or an exception, when it does not fit.
   */
  write(name: string, data: string, offset?: number, size?: number): boolean;
  writeJSON(name: string, value: unknown): boolean;
  list(pattern?: RegExp): string[];
  erase(name: string): void;
  /** Bytes that the largest new file may have. */
  getFree(): number;
}

interface CryptoModule {
  SHA256(data: string): ArrayBuffer;
}
