/**
 * What all commands share: exit codes, and how a failure reaches the person who typed the command: as one
 * line on stderr that says what is wrong and what to do about it, never as a stack trace or a usage page.
 */
import { CommanderError, InvalidArgumentError, type Command } from "commander";

/** Exit codes, the same for every command. A finished command exits with 0. */
export const EXIT = {
  /** Something failed that no option could have prevented. */
  failed: 1,
  /** An option or an argument is missing, unknown or out of range. */
  usage: 2,
  /** Nothing that speaks MQTT answers at the broker's address. */
  unreachable: 3,
  /** The broker answered and said no: to the connection, the subscription or the message. */
  refused: 4,
} as const;

/** A failure in words for the user; `exitCode` is one of {@link EXIT}. */
export class UserError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Parses the command line and runs the command's action; sets the process's exit code.
 * The loop is left to run empty rather than cut by `process.exit`, which would drop unwritten output.
 */
export async function runCommand(command: Command, argv: readonly string[] = process.argv): Promise<void> {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  // `npm run listen | head -1` closes our output: that is the reader's way to say enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    await command.parseAsync([...argv]);
  } catch (error) {
    const { line, exitCode } = describeFailure(error, command.name());
    if (line !== "") process.stderr.write(`${line}\n`);
    process.exitCode = exitCode;
  }
}

/** One line and an exit code for whatever a command threw; an empty line when there is nothing to say. */
export function describeFailure(error: unknown, name: string): { line: string; exitCode: number } {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { line: "", exitCode: 0 };
    const reason = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    return { line: `${name}: ${reason} (npm run ${name} -- --help shows what it takes)`, exitCode: EXIT.usage };
  }
  if (error instanceof UserError) return { line: `${name}: ${error.message}`, exitCode: error.exitCode };
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { line: `${name}: unexpected: ${reason}`, exitCode: EXIT.failed };
}

/** An option parser that takes whole numbers in `from`..`to` and names the range otherwise. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
    }
    return value;
  };
}

/** An option parser that takes seconds, fractions allowed, above 0 and up to a day. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError("It must be seconds, more than 0 and at most 86400.");
  }
  return value;
}
