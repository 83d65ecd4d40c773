/**
 * Espruino's globals, as far as the chip code uses them: pins, watches, timers, E, process, console.
 * Written by hand from its reference and checked on the interpreter (2v29). Modules: espruino-modules.d.ts;
 * the language's own library: ecmascript.d.ts. An ambient script: the chip project alone sees it.
 */

/** Every value is an emitter; no class is needed for it. */
interface Object {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- lets each listener name its own arguments
  on<A extends unknown[]>(event: string, listener: (...args: A) => void): void;
  /** Queues the event: listeners run when the interpreter is idle next, not inside `emit`. */
  emit(event: string, ...args: unknown[]): void;
  /** Compares by identity: pass the function that was given to `on`. */
  removeListener(event: string, listener: (...args: never[]) => void): void;
  /** Without a name: all listeners of all events. */
  removeAllListeners(event?: string): void;
}

type PinMode = "analog" | "input" | "input_pullup" | "input_pulldown" | "output" | "opendrain";

interface PinInfo {
  port: string;
  num: number;
  /** Builds after 2v28 say here that this pin is inverted in software (`Pin.read`); missing where it is not. */
  negated?: boolean;
}

/**
 * One pin of the chip. Some builds invert a pin in software: on the ESP32 since 2v25 `D0` (BTN1) reads 1 while the
 * pin is low, its watches report so, and its "input_pullup" switches the pull-DOWN on.
 */
interface Pin {
  /** The logic level, 0 or 1. */
  read(): 0 | 1;
  write(value: boolean | number): void;
  set(): void;
  reset(): void;
  toggle(): boolean;
  /** The ADC's voltage as a fraction of its reference, 0..1; NaN on a pin without an ADC. */
  analog(): number;
  /** PWM with a duty cycle of 0..1; `freq` in Hz. */
  pwm(duty: number, options?: { freq?: number; soft?: boolean; forceSoft?: boolean }): void;
  mode(mode: PinMode): void;
  getMode(): PinMode;
  getInfo(): PinInfo | undefined;
  /** The pin's name, such as `D34`. */
  toString(): string;
}

/** From a name ("D34") or a number (34). For a pin the chip has not got: an empty object, of which no method exists. */
declare const Pin: new (pin: string | number) => Pin;

declare const D0: Pin, D1: Pin, D2: Pin, D3: Pin, D4: Pin, D5: Pin, D6: Pin, D7: Pin, D8: Pin, D9: Pin;
declare const D10: Pin, D11: Pin, D12: Pin, D13: Pin, D14: Pin, D15: Pin, D16: Pin, D17: Pin, D18: Pin, D19: Pin;
declare const D20: Pin, D21: Pin, D22: Pin, D23: Pin, D24: Pin, D25: Pin, D26: Pin, D27: Pin, D28: Pin, D29: Pin;
declare const D30: Pin, D31: Pin, D32: Pin, D33: Pin, D34: Pin, D35: Pin, D36: Pin, D37: Pin, D38: Pin, D39: Pin;
/** The BOOT button of an ESP32 DevKit: D0. */
declare const BTN1: Pin;
/** The LED of an ESP32 DevKit: D2. */
declare const LED1: Pin;

/** A pin's name does as well as the pin, for these and for setWatch: a text in RAM, that is; one that lies in flash does not. */
declare function pinMode(pin: Pin | string, mode: PinMode | "auto", automatic?: boolean): void;
declare function digitalRead(pin: Pin | string): 0 | 1;
declare function digitalWrite(pin: Pin | string, value: boolean | number): void;
/** 0..1 of the ADC's reference; NaN on a pin without an ADC. */
declare function analogRead(pin: Pin | string): number;
/** PWM with a duty cycle of 0..1; `freq` in Hz. */
declare function analogWrite(pin: Pin | string, duty: number, options?: { freq?: number; soft?: boolean; forceSoft?: boolean }): void;

interface WatchEvent {
  /** The level after the edge. */
  state: boolean;
  /** When the edge happened, in seconds of `getTime()`: the pin's own time, however late the callback comes. */
  time: number;
  /** When the edge before it happened, in seconds; undefined the first time. */
  lastTime?: number;
  pin: Pin;
}

interface WatchOptions {
  repeat?: boolean;
  edge?: "rising" | "falling" | "both";
  /** ms: the callback comes this long after the last bounce, `time` stays the edge's. 0: off. Left out: 25 for BTN1, else 0. */
  debounce?: number;
}

/** Calls back on edges of a pin. Returns the watch's id. */
declare function setWatch(listener: (event: WatchEvent) => void, pin: Pin | string, options: WatchOptions): number;
/** Throws on undefined and on the id of no watch. */
declare function clearWatch(id: number): void;

/**
 * Calls back once, after `ms`. Timers follow the system clock: when SNTP or `setTime` moves it forward every timer
 * comes due, when it moves backward they stand still for that long.
 */
declare function setTimeout<A extends unknown[]>(callback: (...args: A) => void, ms: number, ...args: A): number;
/** Throws on undefined; 0 is no timer, and an id that has fired already is harmless until a new timer gets it. */
declare function clearTimeout(id: number): void;

/** Seconds since 1970 if the clock was set, else since power-on. */
declare function getTime(): number;
/** Sets the clock: seconds since 1970. */
declare function setTime(seconds: number): void;

/** The chip's serial: on the ESP32 its MAC address, twelve hex digits in pairs with `:`. */
declare function getSerial(): string;

/** Reads 32 bits of the chip's memory or of its peripherals' registers. Elsewhere than there it crashes the chip. */
declare function peek32(address: number): number;

/** Restarts the interpreter, the program and the pins, without a reset of the chip. */
declare function load(file?: string): void;
/** Runs source text in the global scope. From `Storage.read` the code of its functions stays in flash. */
declare function eval(source: string): unknown;

declare function print(...values: unknown[]): void;
declare const console: {
  log(...values: unknown[]): void;
};

declare const E: {
  /** Seeds `Math.random`, which on the ESP32 starts from the same constants at every power-on, as `E.hwRand` does. */
  srand(seed: number): void;
  /** CRC-32 (IEEE 802.3), of a string's bytes or of an array's. */
  CRC32(data: string | ArrayLike<number>): number;
  /** Restarts the chip when the interpreter was not idle for so many seconds; not `auto`: when `kickWatchdog` was not called. */
  enableWatchdog(seconds: number, auto?: boolean): void;
  kickWatchdog(): void;
  /** A reset of the whole chip. */
  reboot(): void;
  /** What the console asks for once it is locked: at most 20 bytes, kept in RAM. */
  setPassword(password: string): void;
  lockConsole(): void;
  /** The chip's own temperature in degrees Celsius; NaN where it has no sensor. */
  getTemperature(): number;
  /** What went wrong since it was asked last: "FIFO_FULL", "BUFFER_FULL", "CALLBACK", "LOW_MEMORY", "MEMORY", ... */
  getErrorFlags(): string[];
  /** The JsVars a value holds; `global` for everything. */
  getSizeOf(value: unknown): number;
  /** A string of these bytes (numbers, strings, typed arrays, arrays); undefined when memory is too short. */
  toString(...parts: unknown[]): string | undefined;
  on(event: "init" | "kill", listener: () => void): void;
  on(event: "errorFlag", listener: (flags: string[]) => void): void;
  /** Hours east of UTC, for `Date`'s local fields only. */
  setTimeZone(hours: number): void;
  /** Without it, console output waits for a computer that reads it: `null` turns the console off. */
  setConsole(device: string | null): void;
};

/** Bluetooth LE; undefined on builds without it. */
declare const NRF: {
  /** `uart`: whether the JavaScript console without a password, the "Nordic UART", is among them. */
  setServices(services: object, options: { uart: boolean }): void;
  /** Stops advertising, and drops who is connected. */
  sleep(): void;
  wake(): void;
};

/** The chip's own; undefined on other chips. */
declare const ESP32: {
  /** `BLE`: whether Bluetooth is switched on in the chip's settings, which outlive a reset. */
  getState(): { BLE: boolean; Wifi: boolean; freeHeap: number };
};

declare const process: {
  /** `usage` and `total` count JsVars of `blocksize` bytes. `memory(false)` skips the garbage collection: faster, counts waste. */
  memory(collect?: boolean): { free: number; usage: number; total: number; blocksize: number };
  env: { readonly VERSION: string; readonly BOARD: string; readonly SERIAL: string };
  on(event: "uncaughtException", listener: (error: unknown) => void): void;
  on(event: "reset", listener: () => void): void;
};

declare const Modules: {
  /** Gives `require(name)` this source, run once, in a wrapper with `exports` and `module`. */
  addCached(name: string, source: string): void;
  removeCached(name: string): void;
};

declare const global: { [name: string]: unknown };
