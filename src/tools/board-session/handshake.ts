/** The first words with a board: whether Espruino answers on a port, and what to do if not. */
import { textOf } from "../../../board/shared/byte-text.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { commandLineAdvice, type Advice } from "./advice.ts";
import { NoAnswer, type BoardConsole } from "./board-console.ts";

/** So often a board is asked: one that restarts when its port is opened needs seconds, and one that waits for a network many. */
const attempts = 10;

export interface HandshakeOptions {
  /** Whether a program that does not let the console have its turn may be broken by Ctrl-C. */
  interrupt?: boolean;
  /** ms between two attempts */
  attempt?: number;
  /** Called when the first was in vain. */
  waiting?: () => void;
  /** The command line's by default. */
  advice?: Advice;
}

/** @throws {UserError} when what is there is not Espruino's console */
export async function handshake(console: BoardConsole, baud: number, options: HandshakeOptions = {}): Promise<void> {
  const { interrupt = true, attempt = 2_000, waiting = () => undefined, advice = commandLineAdvice } = options;
  const late = setTimeout(waiting, attempt);
  let heard = "";
  const stop = console.link.onData((bytes) => (heard = (heard + textOf(bytes)).slice(-400)));
  try {
    await console.ask("1", { timeout: attempt, attempts, interrupt });
  } catch (error) {
    if (error instanceof NoAnswer && console.isLocked) {
      throw new UserError(`the board's console is locked: ${advice.unlock}`);
    }
    if (error instanceof NoAnswer) throw new UserError(whyNoAnswer(console.link.name, baud, heard, advice), exitCodes.noBoard);
    throw error;
  } finally {
    clearTimeout(late);
    stop();
  }
}

function whyNoAnswer(port: string, baud: number, heard: string, { interpreter, anotherPort, anotherSpeed }: Advice): string {
  const restart = "If it is, press the board's EN button and try again";
  if (heard.trim() === "") return [`nothing answers on ${port}. Is it an ESP32 with Espruino?`, interpreter, anotherPort, restart].join("\n  ");
  const readable = heard.replace(/[^ -~\r\n\t]/g, "").length;
  if (readable < heard.length * 0.7) {
    return [`what comes from ${port} is not readable`, interpreter, anotherSpeed(baud), anotherPort].join("\n  ");
  }
  const last =
    heard
      .split(/\r?\n/)
      .map((line) => line.replace(/[^ -~]/g, "").trim())
      .findLast((line) => line !== "") ?? "";
  return [`something answers on ${port}, but it is not Espruino; it said "${last.slice(0, 80)}"`, interpreter, anotherPort, restart].join("\n  ");
}
