/** The person that a tool works for, whether at a keyboard or at a page: lines to read, a progress bar, questions. */

export interface Progress {
  /** Something the user should know. */
  say(line: string): void;
  /** A part of `total` bytes is done. */
  bar(label: string, total: number): { add(bytes: number): void; end(): void };
}

export interface Terminal extends Progress {
  /** Whether somebody is there to answer. */
  readonly canAsk: boolean;
  /** @param hidden what is typed is not shown */
  ask(question: string, hidden?: boolean): Promise<string>;
}
