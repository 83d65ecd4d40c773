/** The terminal of this process, and the person at its keyboard. */
import { SingleBar } from "cli-progress";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UserError } from "../command-line/user-error.ts";
import type { Terminal } from "./person.ts";
import { safeLines, safeText } from "./safe-text.ts";

/** What of a process is needed. */
export interface Streams {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** The terminal that the command runs in. Where input or output is no terminal there is no question, and no bar. */
export function terminalOn({ stdin, stdout, stderr }: Streams): Terminal {
  return {
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    // Much of it is a board's own words.
    say: (line) => stdout.write(`${safeLines(line)}\n`),
    ask: (question, hidden = false) => ask(stdin, stderr, question, hidden),
    bar(label, total) {
      if (!stderr.isTTY) {
        stdout.write(`${safeText(label)} ${total} bytes\n`);
        return { add: () => undefined, end: () => undefined };
      }
      const bar = new SingleBar({ format: `${safeText(label)} {bar} {percentage}%`, barsize: 30, clearOnComplete: true, hideCursor: true, stream: stderr });
      bar.start(total, 0);
      return { add: (bytes) => bar.increment(bytes), end: () => bar.stop() };
    },
  };
}

function ask(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, question: string, hidden: boolean): Promise<string> {
  // In a terminal's raw mode it is readline that echoes what is typed: here into nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: hidden ? nowhere : output, terminal: true });
  if (hidden) output.write(question);
  return new Promise((resolve, reject) => {
    // Ctrl-C, or Ctrl-D in place of an answer; after an answer it means nothing.
    const end = (): void => {
      lines.close();
      reject(new UserError("ended before anything was written"));
    };
    lines.on("SIGINT", end);
    lines.on("close", end);
    lines.question(hidden ? "" : question, (answer) => {
      resolve(answer);
      lines.close();
      if (hidden) output.write("\n");
    });
  });
}
