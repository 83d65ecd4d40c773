/** Espruino's built-in modules that the node uses: net, tls, dgram, Wifi, Storage, Flash, crypto, TelnetServer. */

/** The names must be literals, so that the bundler sees which modules the chip must have. */
declare function require(module: "net"): NetModule;
declare function require(module: "tls"): TlsModule;
declare function require(module: "dgram"): DatagramModule;
declare function require(module: "Wifi"): WifiModule;
declare function require(module: "Storage"): StorageModule;
declare function require(module: "Flash"): FlashModule;
declare function require(module: "crypto"): CryptoModule;
/** Some builds lack it, such as the ESP32-C3's: `require` throws. */
declare function require(module: "TelnetServer"): TelnetServerModule;

/** The JavaScript console on TCP port 23, without a password. */
interface TelnetServerModule {
  /** Takes effect when the interpreter is next idle. Not stored: it is on again at each start, including `reset()`. */
  setOptions(options: { mode: "on" | "off" }): void;
}

interface NetAddress {
  host: string;
  port: number;
}

interface NetModule {
  /**
   * Blocks until DNS and TCP have answered (ESP32). Throws if refused ("Unable to create socket"). For an unknown host it
   * prints a message, and no event follows. `onConnect` runs before the `connect` event.
   */
  connect(options: NetAddress, onConnect?: (socket: Socket) => void): Socket;
}

interface TlsModule {
  /** Encrypts but never verifies: `ca` is loaded and ignored. Takes over 32 kB. */
  connect(options: NetAddress & { ca?: string; key?: string; cert?: string }, onConnect?: (socket: Socket) => void): Socket;
}

interface DatagramModule {
  createSocket(type: "udp4"): DatagramSocket;
}

/** A UDP socket, at a free port from its first `send` on. Strings are bytes. */
interface DatagramSocket {
  /** Sends when the interpreter is next idle; a datagram that cannot be sent is lost. Throws once the socket is closed. */
  send(bytes: string, port: number, address: string): void;
  close(): void;
  /** At most 528 bytes of the datagram. An empty one closes the socket. */
  on(event: "message", listener: (bytes: string, from: { address: string; port: number; size: number }) => void): void;
  on(event: "close", listener: (hadError: boolean) => void): void;
}

/** A TCP connection. Strings here are bytes, one character each. */
interface Socket {
  /** Sends from RAM in pieces of 536 bytes. Always returns false; `drain` follows when the buffer is empty. After a close it only prints. */
  write(bytes: string): boolean;
  /** Sends buffered data, then closes. */
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
   * Joins a network. Up to 2v29 the callback may never be called on failure; later builds always call it, with null or
   * the reason. After a loss nothing reconnects until this is called again.
   */
  connect(ssid: string, options: { password?: string }, callback: (error: string | null) => void): void;
  disconnect(callback?: () => void): void;
  /** Finds the networks in range, in a few seconds; hidden ones have an empty name. Throws "A scan is already in progress". */
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
  /** Sets the clock from this server, some time later and then periodically. `hours`: east of UTC. */
  setSNTP(server: string, hours: number | string): void;
  /** Writes the current settings to flash, for `restore` at boot. */
  save(): void;
}

/** Files in flash; names have up to 28 characters. Flash wears out: never write in a loop. */
interface StorageModule {
  /** The bytes, left in flash, so they take no RAM; undefined if there is no such file. */
  read(name: string, offset?: number, length?: number): string | undefined;
  /** Throws on bad JSON unless `quiet`; undefined if there is no such file. */
  readJSON(name: string, quiet?: boolean): unknown;
  /**
   * Writes a whole file, or at `offset` into a file created with `size`, where each byte can be written once. Offset 0
   * creates the file. Returns false or throws if it does not fit.
   */
  write(name: string, data: string, offset?: number, size?: number): boolean;
  writeJSON(name: string, value: unknown): boolean;
  list(pattern?: RegExp): string[];
  erase(name: string): void;
  /** Size of the largest file that fits, bytes. */
  getFree(): number;
}

/** The flash itself. Writing can only clear bits; nothing stops a program from overwriting the interpreter. */
interface FlashModule {
  /** Areas that neither the interpreter nor its files use. On the ESP32 the last one lies inside Storage all the same. */
  getFree(): { addr: number; length: number }[];
  read(length: number, address: number): Uint8Array;
  write(data: string, address: number): void;
  /** Erases the page of 4096 bytes that holds the address: tens of ms. */
  erasePage(address: number): void;
}

interface CryptoModule {
  SHA256(data: string): ArrayBuffer;
}
