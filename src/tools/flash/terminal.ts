/** The person at the keyboard: lines to read, a progress bar, questions. */
import { SingleBar } from "cli-progress";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UserError } from "../command-line.ts";
import type { Progress } from "./install.ts";

export interface Terminal extends Progress {
  /** Whether somebody is there to answer. */
  readonly canAsk: boolean;
  /** @param hidden what is typed is not shown */
  ask(question: string, hidden?: boolean): Promise<string>;
}

/** The terminal that the command runs in. Where output or input is no terminal there is no bar, and no question. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    canAsk: stdin.isTTY && stderr.isTTY,
    say: (line) => stdout.write(`${line}\n`),
    ask: (question, hidden = false) => ask(question, hidden),
    bar(label, total) {
      if (!stderr.isTTY) {
        stdout.write(`${label} ${total} bytes\n`);
        return { add: () => undefined, end: () => undefined };
      }
      const bar = new SingleBar({ format: `${label} {bar} {percentage}%`, barsize: 30, clearOnComplete: true, hideCursor: true, stream: stderr });
      bar.start(total, 0);
      return { add: (bytes) => bar.increment(bytes), end: () => bar.stop() };
    },
  };
}

/** Ctrl-C or Ctrl-D in place of an answer. */
function interrupted(): UserError {
  return new UserError("ended before anything was written");
}

function ask(question: string, hidden: boolean): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  // In a terminal's own mode readline echoes what is typed to its output: here into nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: true });
  return new Promise((resolve, reject) => {
    lines.on("SIGINT", () => {
      lines.close();
      stderr.write("\n");
      reject(interrupted());
    });
    lines.question(hidden ? "" : question, (answer) => {
      lines.close();
      if (hidden) stderr.write("\n");
      resolve(answer);
    });
    lines.on("close", () => reject(interrupted())); // Ctrl-D; after an answer it means nothing
  });
}
