/** The person at the page, for the tools that speak to one: lines that appear, a bar, and a form in place of questions. */
import type { Terminal } from "../../terminal/person.ts";

export interface Bar {
  label: string;
  done: number;
  total: number;
}

export class PagePerson implements Terminal {
  readonly canAsk = false;
  readonly lines: string[] = [];
  /** Undefined when nothing is being written. */
  progress: Bar | undefined;

  /** @param _changed is called after each change */
  constructor(private readonly _changed: () => void) {}

  say(line: string): void {
    this.lines.push(line);
    this._changed();
  }

  /** Everything is asked in the form. */
  ask(): Promise<string> {
    return Promise.reject(new Error("the page asks by its form"));
  }

  bar(label: string, total: number): { add(bytes: number): void; end(): void } {
    const bar = { label, done: 0, total };
    this.progress = bar;
    this._changed();
    return {
      add: (bytes) => {
        bar.done += bytes;
        this._changed();
      },
      end: () => {
        this.progress = undefined;
        this._changed();
      },
    };
  }
}
