/**
 * What the firmware may ask of a board: types only. The firmware's parts take these as values, so that tests hand in
 * their own; `esp32.ts` offers them on Espruino.
 */

/** Sets a pin's brightness or level: 0 (off) .. 1 (full), by PWM between the two. */
export type Output = (level: number) => void;

/** An edge of the button, debounced: pressed or not, and when the edge happened (ms of `now`). */
export type Edge = (pressed: boolean, at: number) => void;

/** Reads a sensor and tells its value, at once or later; NaN when it gives none. */
export type Sensor = (tell: (value: number) => void) => void;

/** A step of the Wi-Fi driver, told to whoever owns the link. */
export interface Wifi {
  /** Asks the driver to join. What comes of it is told to `listen`'s functions, or never. */
  join(): void;
  /** Leaves, so that the next `join` starts from scratch. */
  leave(): void;
  /** `up` with the IP address; `down` with the driver's reason. Either may come more than once. */
  listen(up: (ip: string) => void, down: (reason: string) => void): void;
}

/** The board, as main.ts wires it. */
export interface Board {
  /** The last six hex digits of the chip's serial, lower case. */
  chipId(): string;
  /** The wall clock, ms; jumps when it is set. */
  now(): number;
  /** A random number, 0 <= x < 1, from hardware. */
  random(): number;
  /** A line on the console. */
  log(line: string): void;
  /** Whether the chip has a pin of this name, and can use it so. */
  hasPin(name: string, use: PinUse): boolean;
  output(pin: string, activeLow: boolean): Output;
  /** Watches a button; `debounce` in ms. */
  watchButton(pin: string, activeLow: boolean, debounce: number, edge: Edge): void;
  /** Opens a sensor of this kind on this pin. */
  sensor(kind: string, pin: string): Sensor;
  wifi(ssid: string, password: string): Wifi;
  /** The access point's signal strength, dBm; undefined when unknown. */
  rssi(): number | undefined;
  /** Keeps the clock right by SNTP from this host. */
  keepTime(server: string): void;
  /** JsVars in use and in all. */
  memory(): { used: number; total: number };
  /** A Storage file's bytes; undefined when there is none. */
  read(file: string): string | undefined;
  /** From now on the chip restarts if `alive` is not called for a minute. */
  watchdog(): void;
  alive(): void;
}

/** What a pin is to be used for. */
export type PinUse = "input" | "output" | "analog";
