/**
 * A board from the outside: power, wires, radio and console. The virtual ESP32 and the real interpreter on Linux both
 * implement it, so tests and the simulator need not know which one they use.
 */
export interface Devboard {
  /** Applies power: Storage's boot files run. Resolves when the console answers. */
  powerOn(): Promise<void>;
  /** Cuts the power: only Storage survives. Harmless if it is off already. */
  powerOff(): Promise<void>;
  /** Drives an input pin from outside: 0 or 1, or 0..1 on an ADC pin. */
  drive(pin: string, level: number): void;
  /** The level of a pin that the program drives: 0..1 (for PWM, the duty cycle). */
  level(pin: string): number;
  /** The access point disappears. */
  cutWifi(): void;
  /** The access point comes back. The chip does not reconnect by itself. */
  restoreWifi(): void;
  /** Types at the console; `\n` ends a line, a leading `\x10` runs it without echo. */
  type(text: string): void;
  /** Every line the board prints, without its line end. Returns a function that stops listening. */
  onLine(listener: (line: string) => void): () => void;
  /** Every change of a pin that the program drives. Returns a function that stops listening. */
  onLevel(listener: (pin: string, level: number) => void): () => void;
}

/** A board that can also be flashed and queried. */
export interface ProgrammableBoard extends Devboard {
  /**
   * Flashes a built `dist/` (its folder, or its files by name) and the node's `ding.json`. The board must be off; other
   * files in Storage stay.
   */
  install(dist: string | ReadonlyMap<string, string>, ding?: unknown): void;
  /** Flashes one Storage file; bytes as characters. The board must be off. */
  put(name: string, contents: string): void;
  /** Raw console output, cut anywhere; bytes as characters. Returns a function that stops listening. */
  onOutput(listener: (bytes: string) => void): () => void;
  /** Evaluates an expression on the console; resolves to its value as `print` shows it. Rejects with what it throws. */
  eval(expression: string): Promise<string>;
  /** Cuts the power for good and removes all that the board stored. */
  discard(): Promise<void>;
}
