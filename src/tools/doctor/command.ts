/** `npm run doctor`: reads a board and says what is right and what is wrong. It changes nothing, and stops no node. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { knock } from "./knock.ts";
import { probeBoard, type Probing } from "./probe.ts";
import { diagnose, type Expected, type Finding } from "./diagnose.ts";
import { reportLines } from "./report.ts";
import { choosePort } from "../serial/choose-port.ts";
import type { Release } from "../node-build/built-node.ts";
import { passwordVariables } from "../board-session/advice.ts";
import { handshake } from "../board-session/handshake.ts";
import { buildForFlash } from "../node-build/build-for-flash.ts";
import { testedEspruino } from "../node-build/espruino-versions.ts";
import { BoardError, BoardConsole, NoAnswer } from "../board-session/board-console.ts";
import { FlowControl } from "../serial/flow-control.ts";
import { consoleBaud, LinkLost, type SerialLink } from "../serial/serial-link.ts";
import { openPort } from "../serial/open-port.ts";
import { listPorts } from "../serial/list-ports.ts";

interface Options {
  port?: string;
  baud: number;
  json?: true;
}

/** ms: a node that was refused waits up to a minute before its next attempt, and takes 10 s to give one up. */
const reconnectTimeout = 70_000;

/** What the node was made for and is tested on. */
const madeFor = { board: "ESP32", version: testedEspruino } as const;

/**
 * Examines the board at the other end of a link.
 * @throws {UserError} when nobody answers, or no longer
 */
export async function examine(link: SerialLink, baud: number, expected: Expected, probing: Probing): Promise<Finding[]> {
  const board = new BoardConsole(new FlowControl(link));
  try {
    board.unlockWith(process.env[passwordVariables.console] ?? "");
    await handshake(board, baud, { interrupt: false });
    return diagnose(await probeBoard(board, probing), expected);
  } catch (error) {
    if (error instanceof LinkLost) throw new UserError(`${error.message} Plug it in and run this again`);
    if (error instanceof NoAnswer) throw new UserError(`${error.message} any more: is its program busy? Press EN, and run this again`);
    if (error instanceof BoardError) throw new UserError(`the board cannot answer: ${error.message}; if it is short of memory, press EN and run this again`);
    throw error;
  }
}

/** What `npm run flash` would write now; undefined, with a word about it, when that cannot be built. */
async function built(): Promise<Release | undefined> {
  try {
    return (await buildForFlash()).release;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`doctor: ${error.message}\n`);
    return undefined;
  }
}

async function doctor({ port, baud, json }: Options): Promise<void> {
  const link = await openPort(port ?? choosePort(await listPorts()).path, baud);
  let all: Finding[];
  try {
    const waiting = (): void => void process.stderr.write(`doctor: the node is not connected; listening for up to ${reconnectTimeout / 1000} s to hear why\n`);
    all = await examine(link, baud, { ...madeFor, release: await built() }, { patience: reconnectTimeout, waiting, knock });
  } finally {
    await link.close();
  }
  const isWell = all.every(({ verdict }) => verdict !== "wrong");
  process.stdout.write(json ? `${JSON.stringify({ well: isWell, findings: all }, undefined, 2)}\n` : `${reportLines(all).join("\n")}\n`);
  if (!isWell) process.exitCode = exitCodes.failed;
}

/** The command line of `doctor`. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("Checks a board: what is right, what is wrong, and what to do about it. Changes nothing. Exits with 1 if something is wrong.")
    .option("--port <path>", "the serial port (default: the one that looks like an ESP32)")
    .option("--baud <n>", "its speed", wholeNumber(300, 4_000_000), consoleBaud)
    .option("--json", "prints the list as JSON")
    .allowExcessArguments(false)
    .action(doctor);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(doctorCommand());
