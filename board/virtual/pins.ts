/** The chip's pins: what is wired to them, what the program drives, and the functions for both. */
import { isFunction, isObject, type Guest, type Realm } from "./realm.ts";

const pinCount = 40;
const firstAdc = 32;
const firstInputOnly = 34;
/** GPIO0 has a pull-up on the DevKit, for the BOOT button. */
const bootPin = 0;

const modes = ["analog", "input", "input_pullup", "input_pulldown", "output", "opendrain", "opendrain_pullup", "af_output"];

interface PinState {
  mode: string;
  /** Set by pinMode: digitalWrite and digitalRead then do not change the mode. */
  manual: boolean;
  /** The level that the program drives, 0..1, for PWM the duty cycle; electrical, after the inversion of a negated pin. */
  output: number;
  /** The level driven from outside; undefined if nothing is connected. */
  outside: number | undefined;
}

/** Called when an input changes, with the logic level that the program sees. */
type EdgeListener = (pin: number, high: boolean) => void;

export class Pins {
  private readonly _states: PinState[] = [];
  private readonly _objects: Guest[] = [];
  private readonly _numbers = new Map<unknown, number>();

  constructor(
    private readonly _realm: Realm,
    /** Pins that the build inverts in software: on the ESP32 D0, so a pressed BOOT button reads 1. */
    private readonly _negated: readonly number[],
    private readonly _onLevel: (pin: string, level: number) => void,
    private readonly _onEdge: EdgeListener,
  ) {
    for (let i = 0; i < pinCount; i++) this._states.push({ mode: "input_pullup", manual: false, output: 0, outside: undefined });
  }

  // --- from outside -------------------------------------------------------------------------------------------------

  drive(name: string, level: number): void {
    const state = this._state(this._named(name));
    const pin = this._states.indexOf(state);
    const before = this.read(pin);
    state.outside = level;
    const after = this.read(pin);
    if (after !== before) this._onEdge(pin, after === 1);
  }

  level(name: string): number {
    const pin = this._named(name);
    const state = this._state(pin);
    return drives(state.mode) ? state.output : this._electrical(pin);
  }

  // --- from the program ---------------------------------------------------------------------------------------------

  install(global: Guest): void {
    const realm = this._realm;
    const prototype = realm.object();
    const pinClass = realm.constructorOf("Pin", prototype, (value) => {
      const pin = this.number(value);
      return pin === undefined ? realm.object() : this._objects[pin];
    });
    const methods: Record<string, (pin: number, ...args: unknown[]) => unknown> = {
      read: (pin) => this._input(pin) === 1,
      write: (pin, value) => this._output(pin, value ? 1 : 0),
      set: (pin) => this._output(pin, 1),
      reset: (pin) => this._output(pin, 0),
      toggle: (pin) => {
        const value = 1 - this.read(pin);
        this._output(pin, value);
        return value === 1;
      },
      mode: (pin, mode) => this._mode(pin, mode, false),
      getMode: (pin) => this._state(pin).mode,
      analog: (pin) => this._analog(pin),
      pwm: (pin, value) => this._pwm(pin, value),
      getInfo: (pin) => realm.object({ port: "D", num: pin, ...(this._negated.includes(pin) ? { negated: true } : {}) }),
      toString: (pin: number) => `D${pin}`,
      valueOf: (pin: number) => pin,
      toJSON: (pin) => `D${pin}`,
    };
    for (const [name, body] of Object.entries(methods))
      realm.hidden(
        prototype,
        name,
        realm.method((self, ...args) => body(this._numbers.get(self) ?? this._invalid(), ...args)),
      );
    for (let pin = 0; pin < pinCount; pin++) {
      const object = Object.setPrototypeOf(realm.object(), prototype) as Guest;
      this._objects.push(object);
      this._numbers.set(object, pin);
      realm.hidden(global, `D${pin}`, object);
    }
    realm.hidden(global, "Pin", pinClass);
    realm.hidden(global, "BTN", this._objects[bootPin]);
    realm.hidden(global, "BTN1", this._objects[bootPin]);
    realm.hidden(global, "LED", this._objects[2]);
    realm.hidden(global, "LED1", this._objects[2]);
    realm.hidden(global, "HIGH", 1);
    realm.hidden(global, "LOW", 0);
    realm.define(global, {
      pinMode: (pin, mode, automatic) => this._mode(this.number(pin) ?? this._invalid(), mode, Boolean(automatic)),
      getPinMode: (pin) => this._state(this.number(pin) ?? this._invalid()).mode,
      digitalRead: (pin) => this._each(pin, "read", (one) => this._input(one)),
      digitalWrite: (pin, value) => this._write(pin, value),
      analogRead: (pin) => this._analog(this.number(pin) ?? this._invalid()),
      analogWrite: (pin, value) => this._pwm(this.number(pin) ?? this._invalid(), value),
    });
  }

  /** The number of the pin D5, "D5" or 5; undefined if there is no such pin. */
  number(value: unknown): number | undefined {
    const pin = typeof value === "string" && /^D\d\d?$/.test(value) ? Number(value.slice(1)) : typeof value === "number" ? value : this._numbers.get(value);
    return pin !== undefined && Number.isInteger(pin) && pin >= 0 && pin < pinCount ? pin : undefined;
  }

  object(pin: number): Guest | undefined {
    return this._objects[pin];
  }

  /** The logic level that the program reads: 0 or 1. */
  read(pin: number): number {
    const state = this._state(pin);
    const electrical = drives(state.mode) ? state.output : this._electrical(pin);
    const high = electrical >= 0.5 ? 1 : 0;
    return this._negated.includes(pin) ? 1 - high : high;
  }

  /** A watch always makes its pin an input with pull-up. */
  watch(pin: number): void {
    this._setMode(pin, "input_pullup");
  }

  private _electrical(pin: number): number {
    const state = this._state(pin);
    if (state.outside !== undefined) return state.outside;
    if (pin === bootPin) return 1;
    // D34..D39 have no pull resistors, whatever their mode.
    return state.mode === "input_pullup" && pin < firstInputOnly ? 1 : 0;
  }

  private _input(pin: number): number {
    if (!this._state(pin).manual) this._setMode(pin, "input");
    return this.read(pin);
  }

  private _output(pin: number, value: number): void {
    if (!this._state(pin).manual) this._setMode(pin, "output");
    this._drive(pin, this._negated.includes(pin) ? 1 - value : value);
  }

  private _pwm(pin: number, value: unknown): void {
    const duty = Math.min(1, Math.max(0, Number(value) || 0));
    if (!drives(this._state(pin).mode)) this._setMode(pin, "output");
    this._drive(pin, this._negated.includes(pin) ? 1 - duty : duty);
  }

  private _analog(pin: number): number {
    if (pin < firstAdc) return NaN;
    // 12 bits: full scale reads 4095/4096.
    return Math.min(4095, Math.floor(this._electrical(pin) * 4096)) / 4096;
  }

  private _drive(pin: number, level: number): void {
    const state = this._state(pin);
    if (pin >= firstInputOnly || state.output === level) return;
    state.output = level;
    if (drives(state.mode)) this._onLevel(`D${pin}`, level);
  }

  private _mode(pin: number, mode: unknown, automatic: boolean): void {
    const state = this._state(pin);
    if (typeof mode === "string" && modes.includes(mode)) {
      state.manual = !automatic;
      this._setMode(pin, mode);
    } else {
      state.manual = false;
      if (mode !== undefined && mode !== "auto") this._realm.fail("Error", "Unknown pin mode");
    }
  }

  private _setMode(pin: number, mode: string): void {
    const state = this._state(pin);
    if (state.mode === mode) return;
    const drove = drives(state.mode);
    state.mode = pin >= firstInputOnly && drives(mode) ? "input" : mode;
    if (!drove && drives(state.mode)) this._onLevel(`D${pin}`, state.output);
  }

  private _write(pin: unknown, value: unknown): void {
    let bits = typeof value === "boolean" ? (value ? -1 : 0) : Number(value) | 0;
    if (Array.isArray(pin)) {
      const pins: readonly unknown[] = pin;
      for (const one of [...pins].reverse()) {
        this._output(this.number(one) ?? this._invalid(), bits & 1);
        bits >>= 1;
      }
    } else this._each(pin, "write", (one) => this._output(one, bits === 0 ? 0 : 1), bits);
  }

  /** One pin, several as bits, or any object with the method (a port expander's pin). */
  private _each(pin: unknown, method: "read" | "write", act: (pin: number) => unknown, ...args: unknown[]): unknown {
    if (Array.isArray(pin)) return pin.reduce<number>((bits, one) => bits * 2 + Number(act(this.number(one) ?? this._invalid())), 0);
    const number = this.number(pin);
    if (number !== undefined) return act(number);
    const own = isObject(pin) ? pin[method] : undefined;
    return isFunction(own) ? this._realm.call(own, pin, args) : this._invalid();
  }

  private _named(name: string): number {
    const pin = this.number(name);
    if (pin === undefined) throw new Error(`this board has no pin ${name}`);
    return pin;
  }

  private _state(pin: number): PinState {
    return this._states[pin] ?? this._invalid();
  }

  private _invalid(): never {
    return this._realm.fail("Error", "Invalid pin");
  }
}

function drives(mode: string): boolean {
  return mode === "output" || mode.startsWith("opendrain") || mode === "af_output";
}
