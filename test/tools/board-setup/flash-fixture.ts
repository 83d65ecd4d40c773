/** What each test of the flash tool begins with: a board, a cable, a person at the keyboard, and nodes to flash. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProgrammableBoard } from "../../../board/shared/index.ts";
import { eraseBoard, flashBoard, type FlashOptions } from "../../../src/tools/board-setup/flash-board.ts";
import type { BuiltNode } from "../../../src/tools/node-build/built-node.ts";
import { passwordsIn } from "../../../src/tools/flash/passwords.ts";
import type { Terminal } from "../../../src/tools/terminal/person.ts";
import type { SerialLink } from "../../../src/tools/serial/serial-link.ts";
import { Cable } from "../../support/cable.ts";
import { bundleForEspruino } from "../../../src/tools/bundle/bundle.ts";
import { pretokenise } from "../../../src/tools/bundle/pretokenise.ts";
import { settings } from "../../support/settings.ts";
import { builtDist } from "../../support/dist.ts";

export const ding = { node: "hall", wifi: { ssid: "virtual", password: "virtual password" }, mqtt: { host: "broker" } };

/** A person who answers questions in turn; without answers, nobody is there. */
export class Person implements Terminal {
  readonly said: string[] = [];
  readonly asked: { question: string; hidden: boolean }[] = [];
  private readonly _answers: string[];

  constructor(answers: readonly string[] = []) {
    this._answers = [...answers];
    this.canAsk = answers.length > 0;
  }

  readonly canAsk: boolean;

  say(line: string): void {
    this.said.push(line);
  }

  ask(question: string, hidden = false): Promise<string> {
    this.asked.push({ question, hidden });
    const answer = this._answers.shift();
    return answer === undefined ? Promise.reject(new Error(`nobody expected to be asked: ${question}`)) : Promise.resolve(answer);
  }

  bar(): { add(): void; end(): void } {
    return { add: () => undefined, end: () => undefined };
  }
}

/**
 * A node in little: it says what a real one says when all is well, and how its configuration calls it.
 * Long enough to be written in a few pieces.
 * @param first code that it runs before all else
 */
export function littleNode(version: string, bytes = 2_500, first = ""): string {
  const code =
    `exports.start=function(boot,lived){${first}var c=require("Storage").readJSON("ding.json",true)||{};` +
    `console.log("ding ${version}: "+c.node+", boot "+boot+"; ding.help() tells more");` +
    `console.log("wifi: connected, 127.0.0.1");console.log("mqtt: connected as "+c.node)};\n`;
  return code + "// filler\n".repeat(Math.ceil((bytes - code.length) / 10));
}

let guard: Promise<string> | undefined;
let doors: Promise<string> | undefined;

/** The real boot guard, built by itself: what the node in little needs of dist/. */
async function builtGuard(): Promise<string> {
  const { code } = await bundleForEspruino({ root: process.cwd(), entry: "src/firmware/boot.ts", define: {} });
  return pretokenise(code);
}

async function builtDoors(): Promise<string> {
  const { code } = await bundleForEspruino({ root: process.cwd(), entry: "src/firmware/doors.ts", define: {} });
  return pretokenise(code);
}

/** The real boot guard and doors with a node. `remark` makes another guard of it. */
export async function nodeWith(code: string, version = "1.0.0", remark = ""): Promise<BuiltNode> {
  const boot = await (guard ??= builtGuard());
  return { release: { version, boot: boot + remark, doors: await (doors ??= builtDoors()), node: code }, settings };
}

/** The real node. */
export async function builtNode(): Promise<BuiltNode> {
  const dist = await builtDist();
  const { version } = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as { version: string };
  return nodeWith(readFileSync(join(dist, "ding.js"), "latin1"), version);
}

/** A board that ends with the test. */
export function boardWith<Board extends ProgrammableBoard>(make: () => Board, files: Record<string, string> = {}): Board {
  const board = make();
  onTestFinished(() => board.discard());
  for (const [name, contents] of Object.entries(files)) board.put(name, contents);
  return board;
}

export interface Flashing {
  options?: Partial<FlashOptions>;
  person?: Person;
  link?: SerialLink;
  environment?: NodeJS.ProcessEnv;
  /** What --key-file brings. */
  key?: string;
  attempt?: number;
  patience?: number;
  /** ms since 1970; by default such that a count by the clock begins at 0 */
  now?: number;
}

/** Flashes with the configuration `ding`, unless the options say otherwise. Returns what the user read. */
export async function flash(board: ProgrammableBoard, node: BuiltNode, how: Flashing = {}): Promise<string[]> {
  const person = how.person ?? new Person();
  const { options = {}, environment = { DING_WIFI_PASSWORD: ding.wifi.password }, attempt = 1_000, patience = 10_000, now = Date.UTC(2026, 0, 1) } = how;
  await flashBoard(
    how.link ?? new Cable(board),
    node,
    { baud: 115_200, node: ding.node, wifi: ding.wifi.ssid, broker: ding.mqtt.host, ...options },
    { terminal: person, passwords: { ...passwordsIn(environment), key: how.key }, attempt, patience, now: () => now },
  );
  return person.said;
}

/** Takes the node off. Returns what the user read. */
export function erase(board: ProgrammableBoard, options: Partial<FlashOptions> = {}): Promise<string[]> {
  return eraseOver(new Cable(board), options);
}

/** The same over a cable that can be cut. */
export async function eraseOver(link: SerialLink, options: Partial<FlashOptions> = {}): Promise<string[]> {
  const person = new Person();
  await eraseBoard(link, { baud: 115_200, ...options }, { terminal: person, passwords: {}, patience: 0 });
  return person.said;
}
