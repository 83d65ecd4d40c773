/**
 * The firmware's interface to a board, types only. `esp32/` implements it on Espruino; main.ts passes its functions to the
 * node's parts, and tests pass their own.
 */

/** An output pin, as configured. */
export interface Output {
  pin: string;
  activeLow: boolean;
}

/** Sets an output to 0 (off) .. 1 (full), with PWM in between. */
export type SetOutput = (output: Output, level: number) => void;

/** A contact from a pin to GND (`activeLow`) or to 3.3 V. */
export interface Contact {
  pin: string;
  activeLow: boolean;
}

/** Receives an edge of a contact: its state after the edge, and when it happened, ms of the wall clock. */
export type OnEdge = (isClosed: boolean, time: number) => void;

/** Watches a contact, reporting every bounce. Returns a function that reads whether it is closed now. */
export type WatchContact = (contact: Contact, onEdge: OnEdge) => () => boolean;

/** Reads the sensor on a pin and calls `done` with its value, at once or later; NaN if the reading failed. */
export type Reader = (pin: string, done: (value: number) => void) => void;

/** What a pin is used for. */
export type PinUse = "button" | "input" | "output" | "analog";

/** A pin in board/pins/*.json. */
export interface PinDescription {
  /** Possible uses; empty if it is reserved. */
  can: PinUse[];
  /** What it is reserved for. */
  reserved?: string;
  /** Why it lacks a use that other pins have. */
  cannot?: string;
  /** Worth knowing before using it. */
  note?: string;
  /** The same, for a button only. */
  buttonNote?: string;
}

/** Pins by name. */
export interface PinTable {
  [name: string]: PinDescription;
}

/** Details of an event: the IP address once connected, or the reason for a disconnect. */
export interface WifiDetails {
  ip?: string;
  msg?: string;
  reason?: string;
}

/** A network found by a scan. */
export interface AccessPointFound {
  ssid: string;
}

/** The Wi-Fi driver: Espruino's module `Wifi`. */
export interface Wifi {
  /** Events after a `connect`; each may come any number of times, or never. */
  on(event: "connected" | "disconnected", listener: (details: WifiDetails | undefined) => void): void;
  /**
   * Joins a network; may throw. Calls `done` with null on success or with the reason of a failure. Up to Espruino 2v29 it is
   * never called on failure.
   */
  connect(ssid: string, options: { password?: string }, done: (error: string | null) => void): void;
  /** Scans for networks, which takes seconds. Throws while a scan is running. `done` may never be called. */
  scan(done: (found: AccessPointFound[] | undefined) => void): void;
  /** Leaves the network, so that the next `connect` starts from scratch; may throw. */
  disconnect(): void;
  /** Stops the open access point that builds up to 2v29 start at power-on. */
  stopAP(): void;
  /** `rssi` in dBm, while connected. */
  getStatus(): { rssi?: number };
  /** Keeps the clock set by SNTP from this host. */
  setSNTP(host: string, zone: string): void;
}

/** A UDP socket. Strings are bytes. */
export interface UdpSocket {
  /**
   * Sends a datagram, which may get lost. Throws once the socket is closed. Only while the Wi-Fi is connected: what the chip
   * cannot send spoils what it sends next.
   */
  send(bytes: string, port: number, address: string): void;
  close(): void;
  /** The first 528 bytes of a datagram. An empty one closes the socket. */
  on(event: "message", listener: (bytes: string, from: { address: string }) => void): void;
}
