/**
 * How every command runs, and how its failure reaches the person who typed it: as one line on stderr that says what is
 * wrong and what to do about it, never as a stack trace or a usage page.
 */
import { CommanderError, type Command } from "commander";
import { safeLines } from "../terminal/safe-text.ts";
import { exitCodes, UserError } from "./user-error.ts";

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

/**
 * One line and an exit code for whatever a command threw; an empty line when there is nothing to say. It may hold a board's or a
 * broker's words, of which a terminal must obey none.
 */
export function describeFailure(error: unknown, name: string): { line: string; exitCode: number } {
  const { line, exitCode } = failureOf(error, name);
  return { line: safeLines(line), exitCode };
}

function failureOf(error: unknown, name: string): { line: string; exitCode: number } {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { line: "", exitCode: 0 };
    const reason = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    return { line: `${name}: ${reason} (npm run ${name} -- --help shows what it takes)`, exitCode: exitCodes.usage };
  }
  if (error instanceof UserError) return { line: `${name}: ${error.message}`, exitCode: error.exitCode };
  const unwritable = whyNotWritten(error);
  if (unwritable !== undefined) return { line: `${name}: ${unwritable}`, exitCode: exitCodes.failed };
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { line: `${name}: unexpected: ${reason}`, exitCode: exitCodes.failed };
}

/** Why a file or folder could not be written, and what to do; undefined when the error is another. */
function whyNotWritten(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
  const path = String(error.path);
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return `no permission to write ${path}: work in a folder that belongs to you, such as a copy of this one`;
    case "EROFS":
      return `${path} is on a read-only file system: work in a folder that can be written, such as a copy of this one`;
    case "ENOSPC":
      return `no room to write ${path}: free some space on the disk`;
    default:
      return undefined;
  }
}
