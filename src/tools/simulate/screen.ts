/** Where the simulator writes: lines that scroll, and on a terminal a foot line that stays below them. */

/** What of `process.stdout` is needed. */
export interface Paper {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const ERASE_LINE = "\r\u001b[2K";

export class Screen {
  readonly #paper: Paper;
  #foot = "";

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** Characters that fit in a line. */
  get columns(): number {
    return this.#paper.columns ?? 80;
  }

  /** Writes a line above the foot. */
  line(text: string): void {
    this.#paper.write(this.#foot === "" ? `${text}\n` : `${ERASE_LINE}${text}\n${this.#foot}`);
  }

  /** Replaces the foot; where there is no terminal there is none. An empty one goes away. */
  foot(text: string): void {
    if (!this.#paper.isTTY || text === this.#foot) return;
    this.#foot = text;
    this.#paper.write(`${ERASE_LINE}${text}`);
  }
}

/** Colour is for terminals, and for people who did not turn it off (no-color.org). */
export function wantsColour(paper: Paper, env: NodeJS.ProcessEnv = process.env): boolean {
  return paper.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
