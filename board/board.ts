/**
 * What the firmware may ask of a board: types only. `esp32/` is the board on Espruino, whose functions main.ts hands to the
 * node's parts; tests hand in their own.
 */

/** A pin that is an output, as the configuration names it. */
export interface Output {
  pin: string;
  activeLow: boolean;
}

/** Sets an output: 0 (off) .. 1 (full), by PWM between the two. */
export type SetOutput = (output: Output, level: number) => void;

/** A contact between a pin and GND (`activeLow`), or 3.3 V. */
export interface Contact {
  pin: string;
  activeLow: boolean;
}

/** An edge of a contact: what it is after it, and when that happened, in ms of the wall clock. */
export type OnEdge = (isClosed: boolean, time: number) => void;

/** Watches a contact, with every bounce. Returns what reads it: whether it is closed now. */
export type WatchContact = (contact: Contact, onEdge: OnEdge) => () => boolean;

/** Reads a sensor on this pin, and tells its value, at once or later; NaN when it gives none. */
export type Reader = (pin: string, tell: (value: number) => void) => void;

/** What a pin is to be used for. */
export type PinUse = "button" | "input" | "output" | "analog";

/** A pin of a board, as board/pins/*.json describes it. */
export interface PinDescription {
  /** What it can be used for; nothing if it is reserved. */
  can: PinUse[];
  /** What else needs it: why it cannot be used. */
  reserved?: string;
  /** Why it cannot be used for something that other pins can. */
  cannot?: string;
  /** What one should know before one uses it. */
  note?: string;
  /** The same, for a button alone. */
  buttonNote?: string;
}

/** Pins by their names. */
export interface PinTable {
  [name: string]: PinDescription;
}

/** The link is up with this IP address, or it is not, for this reason. */
export interface WifiDetails {
  ip?: string;
  msg?: string;
  reason?: string;
}

/** A network that a scan has found. */
export interface AccessPointFound {
  ssid: string;
}

/** The Wi-Fi driver, as Espruino's module `Wifi`. */
export interface Wifi {
  /** What comes of a `connect`, any number of times, or never. */
  on(event: "connected" | "disconnected", listener: (details: WifiDetails) => void): void;
  /**
   * Asks it to join; may throw. `done` brings null for success, or the reason of a failure; up to Espruino 2v29 it never
   * hears of one.
   */
  connect(ssid: string, options: { password?: string }, done: (error: string | null) => void): void;
  /** Looks for networks, which takes seconds; throws while a scan is under way. `done` may never be called. */
  scan(done: (found: AccessPointFound[]) => void): void;
  /** Leaves, so that the next `connect` starts from scratch; may throw. */
  disconnect(): void;
  /** Ends the access point without a password that builds up to 2v29 open at power-on. */
  stopAP(): void;
  /** `rssi` in dBm, while connected. */
  getStatus(): { rssi?: number };
  /** Keeps the clock right by SNTP from this host. */
  setSNTP(host: string, zone: string): void;
}
