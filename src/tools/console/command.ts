/** `npm run console`: a board's console in this terminal. */
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { openRawTerminal } from "./raw-terminal.ts";
import { runConsoleSession } from "./session.ts";
import { choosePort } from "../serial/choose-port.ts";
import { openPort } from "../serial/open-port.ts";
import { consoleBaud } from "../serial/serial-link.ts";
import { listPorts } from "../serial/list-ports.ts";

interface Options {
  port?: string;
  baud: number;
}

async function openConsole({ port, baud }: Options): Promise<void> {
  // A board that comes back may do so under another name: the choice is made anew each time.
  const open = async () => openPort(port ?? choosePort(await listPorts()).path, baud);
  const leave = new AbortController();
  const end = (): void => leave.abort();
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  const terminal = openRawTerminal(process.stdin, process.stdout, process.stderr);
  try {
    await runConsoleSession(open, terminal, (ms) => wait(ms), leave.signal);
  } finally {
    terminal.restore();
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.off(signal, end);
  }
}

/** The command line of `console`. */
export function consoleCommand(): Command {
  return new Command("console")
    .description("Opens the board's console. Ctrl-X leaves, Ctrl-C goes to the board; history and arrow keys are the board's own.")
    .option("--port <path>", "the serial port (default: the one that looks like an ESP32)")
    .option("--baud <n>", "its speed", wholeNumber(300, 4_000_000), consoleBaud)
    .allowExcessArguments(false)
    .action(openConsole);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(consoleCommand());
