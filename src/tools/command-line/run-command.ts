/**
 * How every command runs, and how its failure reaches the person who typed it: as one line on stderr that says what is
 * wrong and what to do about it, never as a stack trace or a usage page.
 */
import { CommanderError, type Command } from "commander";
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

/** One line and an exit code for whatever a command threw; an empty line when there is nothing to say. */
export function describeFailure(error: unknown, name: string): { line: string; exitCode: number } {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { line: "", exitCode: 0 };
    const reason = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    return { line: `${name}: ${reason} (npm run ${name} -- --help shows what it takes)`, exitCode: exitCodes.usage };
  }
  if (error instanceof UserError) return { line: `${name}: ${error.message}`, exitCode: error.exitCode };
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { line: `${name}: unexpected: ${reason}`, exitCode: exitCodes.failed };
}
