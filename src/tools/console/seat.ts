/** The terminal that the command runs in, as a seat at a board's console. It is left as it was found. */
import type { ReadStream, WriteStream } from "node:tty";
import { EXIT, UserError } from "../command-line/user-error.ts";
import type { Seat } from "./session.ts";

export interface TerminalSeat extends Seat {
  /** Gives the terminal back. */
  giveBack(): void;
}

/** @throws {UserError} where there is no terminal to sit at */
export function takeSeat(input: ReadStream, output: WriteStream, notes: NodeJS.WritableStream): TerminalSeat {
  if (!input.isTTY || !output.isTTY) throw new UserError("the console needs a terminal, to type at and to look at", EXIT.usage);
  // Each key at once, and Ctrl-C as a key.
  input.setRawMode(true);
  input.resume();
  const giveBack = (): void => {
    input.setRawMode(false);
    input.pause();
  };
  process.once("exit", giveBack);
  return {
    onKeys: (listener) => {
      input.on("data", listener);
      return () => void input.off("data", listener);
    },
    show: (bytes) => void output.write(bytes),
    // The board may have left the cursor anywhere, and raw mode adds no carriage return.
    note: (line) => void notes.write(`\r\n[${line}]\r\n`),
    giveBack: () => {
      process.off("exit", giveBack);
      giveBack();
    },
  };
}
