/** What the firmware knows of a board: types only. `esp32.ts` is the board on Espruino; tests put their own in its place. */

/** A pin that is an output, as the configuration names it. */
export interface Output {
  pin: string;
  activeLow: boolean;
}

/** A contact's edge: the level after it, and when it happened (s of the wall clock). */
export interface Edge {
  state: boolean;
  time: number;
}

/** Reads a sensor on this pin, and tells its value, at once or later; NaN when it gives none. */
export type Reader = (pin: string, tell: (value: number) => void) => void;

/** What a pin is to be used for. */
export type PinUse = "input" | "output" | "analog";

/** The link is up with this IP address, or it is not, for this reason. */
export interface WifiDetails {
  ip?: string;
  msg?: string;
  toString(): string;
}

/** From the Wi-Fi driver. A bare text is a reason, too. */
export type WifiNews = WifiDetails | string | null;

/** The Wi-Fi driver, as Espruino's module `Wifi`. */
export interface Wifi {
  /** What comes of a `connect`, any number of times, or never. */
  on(event: "connected" | "disconnected", told: (news: WifiNews) => void): void;
  /** Asks it to join; may throw. `told` hears what the events say: null for success. Up to 2v29 it never hears of a failure. */
  connect(ssid: string, options: { password?: string }, told: (news: WifiNews) => void): void;
  /** Leaves, so that the next `connect` starts from scratch; may throw. */
  disconnect(): void;
  /** Ends the access point without a password that builds up to 2v29 open at power-on. */
  stopAP(): void;
  /** `rssi` in dBm, while connected. */
  getStatus(): { rssi?: number };
  /** Keeps the clock right by SNTP from this host. */
  setSNTP(host: string, zone: string): void;
}
