/** Where the simulator writes: lines that scroll, and on a terminal a status line that stays below them. */

/** What of `process.stdout` is needed. */
export interface ScreenOutput {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const ERASE_LINE = "\r\u001b[2K";

export class Screen {
  readonly #output: ScreenOutput;
  #statusLine = "";

  constructor(output: ScreenOutput) {
    this.#output = output;
  }

  /** Characters that fit in a line. */
  get columns(): number {
    return this.#output.columns ?? 80;
  }

  /** Writes a line above the status line. */
  line(text: string): void {
    this.#output.write(this.#statusLine === "" ? `${text}\n` : `${ERASE_LINE}${text}\n${this.#statusLine}`);
  }

  /** Replaces the status line; an empty text removes it. Output that is no terminal has none. */
  statusLine(text: string): void {
    if (!this.#output.isTTY || text === this.#statusLine) return;
    this.#statusLine = text;
    this.#output.write(`${ERASE_LINE}${text}`);
  }
}

/** Colour is for terminals, and for people who did not turn it off (no-color.org). */
export function wantsColour(output: ScreenOutput, env: NodeJS.ProcessEnv = process.env): boolean {
  return output.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
