/**
 * What the firmware may ask of a board: types only. The firmware's parts are handed these as values, so that tests hand
 * in their own; `esp32.ts` offers them on Espruino.
 */

/** A pin that is an output: what `openOutput` gave. */
export interface OutputPin {
  readonly pin: unknown;
  readonly activeLow: boolean;
}

export type SetOutput = Board["setOutput"];

/** An edge of the button: pressed or not, and when the edge happened (ms of the wall clock). */
export type Edge = (pressed: boolean, at: number) => void;

/** Reads a sensor of this kind on this pin, and tells its value, at once or later; NaN when it gives none. */
export interface Sensors {
  read(kind: string, pin: string, tell: (value: number) => void): void;
}

/** What a pin is to be used for. */
export type PinUse = "input" | "output" | "analog";

/** The link is up with this IP address, or it is not, for this reason. A bare text is a reason too, null says nothing. */
export type WifiNews = { ip?: string; msg?: string } | string | null;

/** The Wi-Fi driver. What comes of `join` is told to both functions, any number of times, or never. */
export interface Wifi {
  /** Asks the driver to join. May throw. */
  join(told: (news: WifiNews) => void): void;
  /** Leaves, so that the next `join` starts from scratch. May throw. */
  leave(): void;
  listen(told: (news: WifiNews) => void): void;
}

/** The board, as main.ts wires it. */
export interface Board {
  /** The last six hex digits of the chip's serial, lower case. */
  chipId(): string;
  /** Makes this board's random numbers differ from other boards', and from those of its other boots. */
  seedRandom(boot: number): void;
  /** Whether the chip has a pin of this name, and can use it so. */
  hasPin(name: string, use: string): boolean;
  openOutput(pin: string, activeLow: boolean): OutputPin;
  /** 0 (off) .. 1 (full), by PWM between the two. */
  setOutput(output: OutputPin, level: number): void;
  /** Watches a button, with every bounce of its contact: button.ts says why. */
  watchButton(pin: string, activeLow: boolean, edge: Edge): void;
  setUpWifi(ssid: string, password: string): void;
  wifi(): Wifi;
  /** Turns off the access point that the board itself may have opened. */
  stopAccessPoint(): void;
  /** The access point's signal strength, dBm; undefined when unknown. */
  rssi(): number | undefined;
  /** Keeps the clock right by SNTP from this host. */
  keepTime(server: string): void;
  /** A Storage file's bytes; undefined when there is none. */
  read(file: string): string | undefined;
  /** What Storage.writeJSON wrote, which is no JSON; undefined when it is not that either. */
  readLoosely(file: string): unknown;
}
