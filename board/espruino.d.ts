/**
 * Espruino's globals that the chip code uses: pins, watches, timers, E, process, console. Written by hand from the reference
 * and checked on the interpreter (2v29). Modules are in espruino-modules.d.ts, the language's own library in ecmascript.d.ts.
 * Only the chip project includes these declarations.
 */

/** Every object is an event emitter. */
interface Object {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- lets each listener name its own arguments
  on<A extends unknown[]>(event: string, listener: (...args: A) => void): void;
  /** Queues the event: listeners run when the interpreter is next idle, not inside `emit`. */
  emit(event: string, ...args: unknown[]): void;
  /** Compares by identity: pass the same function as to `on`. */
  removeListener(event: string, listener: (...args: never[]) => void): void;
  /** Without a name, removes all listeners of all events. */
  removeAllListeners(event?: string): void;
}

type PinMode = "analog" | "input" | "input_pullup" | "input_pulldown" | "output" | "opendrain";

interface PinInfo {
  port: string;
  num: number;
  /** Since 2v29: true if the pin is inverted in software (`Pin.read`), missing if not. */
  negated?: boolean;
}

/**
 * A pin of the chip. Some builds invert a pin in software: on the ESP32 since 2v25, `D0` (BTN1) and its watches read 1 while
 * the pin is low, and its "input_pullup" turns on the pull-DOWN.
 */
interface Pin {
  /** The logic level, 0 or 1. */
  read(): 0 | 1;
  write(value: boolean | number): void;
  set(): void;
  reset(): void;
  toggle(): boolean;
  /** The ADC voltage as a fraction of the reference, 0..1; NaN on a pin without an ADC. */
  analog(): number;
  /** PWM with a duty cycle of 0..1; `freq` in Hz. */
  pwm(duty: number, options?: { freq?: number; soft?: boolean; forceSoft?: boolean }): void;
  mode(mode: PinMode): void;
  getMode(): PinMode;
  getInfo(): PinInfo | undefined;
  /** The pin's name, such as `D34`. */
  toString(): string;
}

/** From a name ("D34") or a number (34). For a pin that does not exist: an empty object without methods. */
declare const Pin: new (pin: string | number) => Pin;

declare const D0: Pin, D1: Pin, D2: Pin, D3: Pin, D4: Pin, D5: Pin, D6: Pin, D7: Pin, D8: Pin, D9: Pin;
declare const D10: Pin, D11: Pin, D12: Pin, D13: Pin, D14: Pin, D15: Pin, D16: Pin, D17: Pin, D18: Pin, D19: Pin;
declare const D20: Pin, D21: Pin, D22: Pin, D23: Pin, D24: Pin, D25: Pin, D26: Pin, D27: Pin, D28: Pin, D29: Pin;
declare const D30: Pin, D31: Pin, D32: Pin, D33: Pin, D34: Pin, D35: Pin, D36: Pin, D37: Pin, D38: Pin, D39: Pin;
/** The BOOT button of an ESP32 DevKit: D0. */
declare const BTN1: Pin;
/** The LED of an ESP32 DevKit: D2. */
declare const LED1: Pin;

/** These and setWatch also take a pin's name, if it is a string in RAM, not in flash. */
declare function pinMode(pin: Pin | string, mode: PinMode | "auto", automatic?: boolean): void;
declare function digitalRead(pin: Pin | string): 0 | 1;
declare function digitalWrite(pin: Pin | string, value: boolean | number): void;
/** The ADC voltage as a fraction of the reference, 0..1; NaN on a pin without an ADC. */
declare function analogRead(pin: Pin | string): number;
/** PWM with a duty cycle of 0..1; `freq` in Hz. */
declare function analogWrite(pin: Pin | string, duty: number, options?: { freq?: number; soft?: boolean; forceSoft?: boolean }): void;

interface WatchEvent {
  /** The level after the edge. */
  state: boolean;
  /** When the edge happened, in seconds of `getTime()`, however late the callback runs. */
  time: number;
  /** When the previous edge happened, in seconds; undefined the first time. */
  lastTime?: number;
  pin: Pin;
}

interface WatchOptions {
  repeat?: boolean;
  edge?: "rising" | "falling" | "both";
  /** ms: the callback runs this long after the last bounce; `time` is still that of the edge. 0: off. Default: 25 for BTN1, otherwise 0. */
  debounce?: number;
}

/** Calls back on edges of a pin. Returns the watch's id. */
declare function setWatch(listener: (event: WatchEvent) => void, pin: Pin | string, options: WatchOptions): number;
/** Throws on undefined and on an unknown id. */
declare function clearWatch(id: number): void;

/**
 * Calls back once, after `ms`. Timers follow the system clock: when SNTP moves it forward, every timer becomes due; when it
 * moves back, they stand still for that long.
 */
declare function setTimeout<A extends unknown[]>(callback: (...args: A) => void, ms: number, ...args: A): number;
/** Throws on undefined. 0 is never a timer. An expired id is harmless until a new timer reuses it. */
declare function clearTimeout(id: number): void;

/** Seconds since 1970 if the clock is set, otherwise since power-on. */
declare function getTime(): number;
/** Sets the clock: seconds since 1970. */
declare function setTime(seconds: number): void;

/** The chip's serial: on the ESP32 its MAC address, such as "30aea440-c4ff". */
declare function getSerial(): string;

/** Reads 32 bits of memory or of a peripheral register. Any other address crashes the chip. */
declare function peek32(address: number): number;

/** Restarts the interpreter, the program and the pins, without resetting the chip. */
declare function load(file?: string): void;
/** Runs source text in the global scope. If it comes from `Storage.read`, the code of its functions stays in flash. */
declare function eval(source: string): unknown;

declare function print(...values: unknown[]): void;
declare const console: {
  log(...values: unknown[]): void;
};

declare const E: {
  /** Seeds `Math.random`, which on the ESP32, like `E.hwRand`, starts from the same constants at every power-on. */
  srand(seed: number): void;
  /** CRC-32 (IEEE 802.3) of the bytes of a string or an array. */
  CRC32(data: string | ArrayLike<number>): number;
  /** Restarts the chip if the interpreter was not idle for this long; with `auto` false, if `kickWatchdog` was not called. */
  enableWatchdog(seconds: number, auto?: boolean): void;
  kickWatchdog(): void;
  /** Resets the whole chip. */
  reboot(): void;
  /** The password of a locked console: at most 20 bytes, kept in RAM. */
  setPassword(password: string): void;
  lockConsole(): void;
  /** The chip's temperature in degrees Celsius; NaN if it has no sensor. */
  getTemperature(): number;
  /** Errors since the last call: "FIFO_FULL", "BUFFER_FULL", "CALLBACK", "LOW_MEMORY", "MEMORY", ... */
  getErrorFlags(): string[];
  /** JsVars used by a value; pass `global` for the total. */
  getSizeOf(value: unknown): number;
  /** A string of these bytes (numbers, strings, typed arrays, arrays); undefined if out of memory. */
  toString(...parts: unknown[]): string | undefined;
  on(event: "init" | "kill", listener: () => void): void;
  on(event: "errorFlag", listener: (flags: string[]) => void): void;
  /** Hours east of UTC; affects only the local fields of `Date`. */
  setTimeZone(hours: number): void;
  /** Moves the console to a device; `null` turns it off, so that output does not wait for a reader. */
  setConsole(device: string | null): void;
};

/** Bluetooth LE; undefined on builds without it. */
declare const NRF: {
  /** `uart`: whether to offer the "Nordic UART", a JavaScript console without a password. */
  setServices(services: object, options: { uart: boolean }): void;
  /** Stops advertising, and drops a connection. */
  sleep(): void;
  wake(): void;
};

/** ESP32 functions; undefined on other chips. */
declare const ESP32: {
  /** `BLE`: whether Bluetooth is enabled in the chip's settings, which survive a reset. */
  getState(): { BLE: boolean; Wifi: boolean; freeHeap: number };
};

declare const process: {
  /** `usage` and `total` are JsVars of `blocksize` bytes. `memory(false)` skips garbage collection: faster, but counts garbage. */
  memory(collect?: boolean): { free: number; usage: number; total: number; blocksize: number };
  env: { readonly VERSION: string; readonly BOARD: string; readonly SERIAL: string };
  on(event: "uncaughtException", listener: (error: unknown) => void): void;
  on(event: "reset", listener: () => void): void;
};

declare const Modules: {
  /** Defines the module `name`; its source runs once, with `exports` and `module`. */
  addCached(name: string, source: string): void;
  removeCached(name: string): void;
  /** The names of the modules in use. */
  getCached(): string[];
};

declare const global: { [name: string]: unknown };
