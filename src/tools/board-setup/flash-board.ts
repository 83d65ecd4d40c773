/** A board at the other end of a link becomes a node: what `npm run flash` does once the port is open. */
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { basisOf, checkConfig } from "../config/check-config.ts";
import type { Config } from "../../firmware/config.ts";
import { compareVersions } from "../../firmware/versions.ts";
import { BoardConsole } from "../board-session/board-console.ts";
import { storedDocument } from "../home-assistant/stored-document.ts";
import { FlowControl } from "../serial/flow-control.ts";
import type { SerialLink } from "../serial/serial-link.ts";
import { passwordsOf, readBoardConfig, textAt, type ConfigFile } from "./config-source.ts";
import { countByClock, hasMarks } from "./boot-count.ts";
import { eraseNode, nodeFiles } from "./erase.ts";
import { install, sweep } from "./install.ts";
import { commandLineAdvice, type Advice } from "../board-session/advice.ts";
import { handshake } from "../board-session/handshake.ts";
import { bootFileName, handoverFileName, slotFileNames } from "../board-session/storage-files.ts";
import type { BuiltNode } from "../node-build/built-node.ts";
import { testedEspruino } from "../node-build/espruino-versions.ts";
import { describePlan, isNothing, isShortOfRoom, makePlan } from "./plan.ts";
import { bluetoothOffCommand, rebootCommand, restart, stopProgram } from "./stop-and-restart.ts";
import { settleConfig, type ConfigOptions, type ConfigSources, type Passwords } from "./settle-config.ts";
import { BoardStorage } from "../board-session/board-storage.ts";
import { activeSlot, readBoard, type BoardState } from "../board-session/read-board.ts";
import { redactedLine } from "./redacted-log.ts";
import type { Terminal } from "../terminal/person.ts";

export interface FlashOptions extends ConfigOptions {
  baud: number;
  dryRun?: boolean;
  onlyConfig?: boolean;
  keepBluetooth?: boolean;
  verbose?: boolean;
}

export interface Surroundings {
  terminal: Terminal;
  passwords: Passwords;
  /** A configuration to begin with, in place of what the board has. */
  configFile?: ConfigFile | undefined;
  /** Of this computer, in its networks; as far as they are known. */
  ownAddresses?: readonly string[];
  /** Looks for brokers in this computer's network, where that is possible. */
  findBrokers?: ConfigSources["findBrokers"];
  /** The command line's by default. */
  advice?: Advice;
  /** ms after which a board that does not answer is asked again, at first; 2000 by default */
  attempt?: number;
  /** ms that a node gets to come online */
  patience: number;
  /** ms since 1970; this computer's clock by default */
  now?: () => number;
}

/** @throws {UserError} that says what to do; the board then still runs what it ran before, or already the new node */
export async function flashBoard(link: SerialLink, node: BuiltNode, options: FlashOptions, around: Surroundings): Promise<void> {
  const { terminal, advice = commandLineAdvice, now = Date.now } = around;
  const { console, storage, found, learnPasswords } = await reach(link, options, around);
  if (options.onlyConfig && activeSlot(found) === undefined) {
    throw new UserError("there is no node on the board yet: leave out --only-config", exitCodes.usage);
  }
  await mayReplace(found, options, terminal, advice);
  const config = await settleConfig(options, found.config, node.settings, { ...around, advice });
  learnPasswords(config);
  const whole = checkConfig(config ?? found.config ?? "{}", basisOf(node.settings.device, node.settings.board)).config;
  const bluetoothGoesOff = wantsBluetoothOff(found, options, whole);
  const wanted = {
    release: options.onlyConfig ? undefined : node.release,
    config,
    discovery: storedDocument(whole, found.serial, node.settings.version, found.discovery),
    countFrom: countByClock(now()),
    bluetoothGoesOff,
  };
  if (options.dryRun) {
    if (bluetoothGoesOff) terminal.say("Would switch Bluetooth off for good");
    for (const line of describePlan(makePlan(found, wanted), found)) terminal.say(line);
    return;
  }
  if (bluetoothGoesOff)
    terminal.say(`Switching Bluetooth off for good: the node does not use it, and it takes a third of the memory (${advice.keepBluetooth})`);
  await stopProgram(console, storage);
  // Now that nothing runs, nothing changes: an interrupted flash has been finished by the reset, and the journal rests.
  const still = await readBoard(storage);
  const plan = makePlan(still, wanted);
  if (isNothing(plan)) terminal.say(isShortOfRoom(plan, still.free) ? "The board is up to date" : "The board is up to date; nothing is written");
  try {
    await install(storage, plan, still, terminal);
  } catch (error) {
    // What ran before can run again; where the line is gone, it does so at the next power-on.
    await console.type(rebootCommand).catch(() => undefined);
    throw error;
  }
  terminal.say("Restarting, and waiting for the node...");
  const report = await restart(console, storage, bluetoothGoesOff ? bluetoothOffCommand : rebootCommand, around.patience, (line) => terminal.say(line), advice);
  // Harmless if it stays, as it has run; but the node needs neither it nor its room.
  if (report.isUp) await sweep(storage);
  if (report.trouble !== undefined) throw new UserError(`the node is on the board, but it is not online: ${report.trouble}`);
}

/** Bluetooth is of no use to the node, unless its console was asked for. A change of the configuration leaves it as it is. */
function wantsBluetoothOff({ bluetooth }: BoardState, options: FlashOptions, config: Config): boolean {
  return bluetooth === "on" && !options.keepBluetooth && !options.onlyConfig && !config.console.remote;
}

/** Back to a bare Espruino. */
export async function eraseBoard(link: SerialLink, options: FlashOptions, around: Surroundings): Promise<void> {
  const { terminal, advice = commandLineAdvice } = around;
  const { console, storage, found } = await reach(link, options, around);
  if (options.dryRun) {
    terminal.say(`Would erase ${nodeFiles(found).join(", ") || "nothing"}`);
    return;
  }
  await confirm("This erases the node and its configuration from the board.", options, terminal, advice);
  await stopProgram(console, storage);
  // Again: the reset may just have finished a flashing that was interrupted.
  await eraseNode(storage, await readBoard(storage), terminal);
}

interface Reached {
  console: BoardConsole;
  storage: BoardStorage;
  found: BoardState;
  /** From now on the passwords of this configuration are not shown, and the console gets the one that it wants. */
  learnPasswords: (config: string | undefined) => void;
}

/** The board answers, and has told what it is and has. */
async function reach(link: SerialLink, options: FlashOptions, { terminal, passwords, attempt, advice = commandLineAdvice }: Surroundings): Promise<Reached> {
  const console = new BoardConsole(new FlowControl(link));
  const secrets = new Set([passwords.wifi, passwords.mqtt, passwords.key, passwords.console].map((password) => password ?? ""));
  const learnPasswords = (config: string | undefined): void => {
    const known = readBoardConfig(config ?? "") ?? {};
    for (const password of passwordsOf(known)) secrets.add(password);
    console.unlockWith(textAt(known, "console", "password"));
  };
  console.unlockWith(passwords.console ?? "");
  if (options.verbose) console.onTraffic((traffic) => terminal.say(redactedLine(traffic, [...secrets])));
  const waiting = (): void => terminal.say("Waiting for the board to answer...");
  await handshake(console, options.baud, { waiting, advice, ...(attempt === undefined ? {} : { attempt }) });
  const storage = new BoardStorage(console);
  const found = await readBoard(storage);
  learnPasswords(found.config);
  terminal.say(`Board:   ${found.board} with Espruino ${found.version} on ${link.name}; ${found.free} bytes of Storage are free`);
  for (const warning of warnings(found, advice)) terminal.say(`         ${warning}`);
  return { console, storage, found, learnPasswords };
}

/** What speaks against this board, but does not forbid it. */
function warnings({ board, version }: BoardState, advice: Advice): string[] {
  const isOlder = compareVersions(version, testedEspruino) < 0;
  return [
    ...(board === "ESP32" ? [] : [`The node is made for the ESP32; nobody has tried it on ${board}`]),
    ...(isOlder ? [`The node is tested on Espruino ${testedEspruino}, and this one is older: ${advice.newerInterpreter}`] : []),
  ];
}

/** Somebody else's program is not overwritten without a word. */
async function mayReplace(found: BoardState, options: FlashOptions, terminal: Terminal, advice: Advice): Promise<void> {
  if (found.foreignBoot3)
    throw new UserError(
      `the board has a ${handoverFileName} of its own, which this tool needs: erase it on the console, require("Storage").erase("${handoverFileName}")`,
    );
  const ours = Object.values(slotFileNames).some((name) => found.names.includes(name)) || hasMarks(found.journal);
  const boot = found.files.get(bootFileName);
  if (!boot || ours || options.dryRun) return;
  await confirm(`The board runs another program (${bootFileName}, ${boot.bytes} bytes), which the node replaces.`, options, terminal, advice);
}

async function confirm(what: string, options: FlashOptions, terminal: Terminal, advice: Advice): Promise<void> {
  if (options.yes) return;
  if (!terminal.canAsk) throw new UserError(`${what} There is nobody to ask: ${advice.allowReplacing}`, exitCodes.usage);
  const answer = await terminal.ask(`${what} Continue? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError("nothing was changed");
}
