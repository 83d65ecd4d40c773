/** The terminal that the command runs in, in raw mode: each key goes to the board at once. It is left as it was found. */
import type { ReadStream, WriteStream } from "node:tty";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { UserTerminal } from "./session.ts";

export interface RawTerminal extends UserTerminal {
  /** Ends raw mode. */
  restore(): void;
}

/** @throws {UserError} if input or output is not a terminal */
export function openRawTerminal(input: ReadStream, output: WriteStream, notes: NodeJS.WritableStream): RawTerminal {
  if (!input.isTTY || !output.isTTY) throw new UserError("the console needs a terminal, to type at and to look at", exitCodes.usage);
  // Each key at once, and Ctrl-C as a key.
  input.setRawMode(true);
  input.resume();
  const restore = (): void => {
    input.setRawMode(false);
    input.pause();
  };
  process.once("exit", restore);
  return {
    onKeys: (listener) => {
      input.on("data", listener);
      return () => void input.off("data", listener);
    },
    show: (bytes) => void output.write(bytes),
    // The board may have left the cursor anywhere, and raw mode adds no carriage return.
    note: (line) => void notes.write(`\r\n[${line}]\r\n`),
    restore: () => {
      process.off("exit", restore);
      restore();
    },
  };
}
