/** Where the simulator writes: lines that scroll, and on a terminal a status line that stays below them. */

/** What of `process.stdout` is needed. */
export interface ScreenOutput {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const eraseLine = "\r\u001b[2K";

export class Screen {
  private readonly _output: ScreenOutput;
  private _statusLine = "";

  constructor(output: ScreenOutput) {
    this._output = output;
  }

  /** Characters that fit in a line. */
  get columns(): number {
    return this._output.columns || 80; // some terminals say 0
  }

  /** Writes a line above the status line. */
  line(text: string): void {
    this._output.write(this._statusLine === "" ? `${text}\n` : `${eraseLine}${text}\n${this._statusLine}`);
  }

  /** Replaces the status line; an empty text removes it. Output that is not a terminal has no status line. */
  statusLine(text: string): void {
    if (!this._output.isTTY || text === this._statusLine) return;
    this._statusLine = text;
    this._output.write(`${eraseLine}${text}`);
  }
}

/** Colour is for terminals, and for people who did not turn it off (no-color.org). */
export function wantsColour(output: ScreenOutput, env: NodeJS.ProcessEnv = process.env): boolean {
  return output.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
