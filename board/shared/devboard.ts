/**
 * What a hand, an eye and a pair of scissors can do to a board on the desk. The virtual ESP32 and the
 * real interpreter on Linux both offer it, so that tests and the simulator need not know which one runs.
 */
export interface Devboard {
  /** Applies power: `.bootcde` runs from Storage. Resolves when the console answers. */
  powerOn(): Promise<void>;
  /** Pulls the plug: everything is gone but Storage. Doing it twice is harmless. */
  powerOff(): Promise<void>;
  /** Drives an input pin from outside: 0 or 1, or 0..1 on an ADC pin. */
  drive(pin: string, level: number): void;
  /** The level that the program gives a pin: 0..1 (PWM counts as its duty cycle). */
  level(pin: string): number;
  /** The access point vanishes. */
  cutWifi(): void;
  /** The access point is back. The chip does not reconnect by itself. */
  restoreWifi(): void;
  /** Types at the console; `\n` ends a line, a leading `\x10` runs it without echo. */
  type(text: string): void;
  /** Every line the board prints, without its line end. Returns a function that stops listening. */
  onLine(listener: (line: string) => void): () => void;
  /** Every change of a pin that the program drives. Returns a function that stops listening. */
  onLevel(listener: (pin: string, level: number) => void): () => void;
}

/** A board as it comes from the shop, which also takes programs and answers questions. */
export interface ProgrammableBoard extends Devboard {
  /**
   * Flashes a built `dist/` (its folder, or its files by name) and the node's `ding.json`. The board must be off; what
   * Storage held besides stays.
   */
  install(dist: string | ReadonlyMap<string, string>, ding?: unknown): void;
  /** Flashes one Storage file; bytes as characters. The board must be off. */
  put(name: string, contents: string): void;
  /** Everything that comes out of the console's serial line, cut anywhere; bytes as characters. Returns a function that stops listening. */
  onOutput(listener: (bytes: string) => void): () => void;
  /** Asks the console for an expression's value, as `print` shows it. Rejects with what it throws. */
  eval(expression: string): Promise<string>;
  /** Pulls the plug for good: nothing of the board is left. */
  discard(): Promise<void>;
}
