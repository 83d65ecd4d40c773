/** What sends an update to the built node on the virtual board, and the versions that it sends. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { signCommand } from "../../src/tools/mqtt/sign-command.ts";
import { builtDist } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";

export const key = "a key of 18 bytes.";
export const controlTopic = "/kv6003/control/update/hall";
export const pieceTopic = `${controlTopic}/piece`;
export const updateTopic = "/kv6003/update/hall";
/** A node that takes updates, and is quick to reconnect. */
export const withKey = { mqtt: { host: "broker", key }, retry: { first: 100, longest: 200 } };

/** Bytes. */
export const pieceSize = 2048;

/** What a node says of an update. */
export interface UpdateState {
  node: string;
  version: string;
  state: "current" | "receiving" | "starting" | "trial" | "failed";
  from?: string;
  to?: string;
  offset?: number;
  size?: number;
  reason?: string;
}

/** The built node, as if it were another version: as many bytes, and the version in all places. */
export async function nodeOf(version: string): Promise<string> {
  const text = await readFile(path.join(await builtDist(), "ding.js"), "latin1");
  return text.replaceAll("1.0.0", version);
}

/** An announcement, still without its signature. */
export function announcementOf(file: string, version: string, more: object = {}): object {
  const sha256 = createHash("sha256").update(file, "latin1").digest("base64");
  return { update: version, size: file.length, sha256, espruino: "2v25", ...more };
}

let lastNumber = Date.now();

/** For a signed message: higher than all before. */
export function nextNumber(): number {
  return ++lastNumber;
}

export function signed(announcement: object): string {
  return signCommand(controlTopic, JSON.stringify(announcement), nextNumber(), key);
}

/** A piece as it is sent; its characters are bytes. */
export function pieceAt(file: string, offset: number, length = pieceSize): string {
  return `${offset}\n${file.slice(offset, offset + length)}`;
}

export function sendPiece({ publish }: Pick<Desk, "publish">, piece: string): void {
  publish(pieceTopic, Buffer.from(piece, "latin1"));
}

/** What the node said last. */
export function stateOf({ told }: Pick<Desk, "told">): UpdateState | undefined {
  return told(updateTopic).at(-1) as unknown as UpdateState | undefined;
}

export async function pass({ clock }: Pick<Desk, "clock">, ms: number, step = 100): Promise<void> {
  for (let left = ms; left > 0; left -= step) await clock.advance(Math.min(step, left));
}

/** A press and its release. */
export async function clickOn(world: Desk): Promise<void> {
  press(world.board);
  await pass(world, 200);
  release(world.board);
  await pass(world, 200);
}

/** ms of silence after which it is announced again, and how many times. */
const patience = 1000;
const announcements = 5;

/**
 * Announces a version, and sends the pieces that the node asks for, until it asks for none. Announces again when the node is
 * silent. Returns what it said last; undefined if it said nothing.
 */
export async function send(
  world: Desk,
  file: string,
  announcement: object,
  piece: (offset: number) => string = (offset) => pieceAt(file, offset),
): Promise<UpdateState | undefined> {
  const before = world.told(updateTopic).length;
  for (let i = 0; i < announcements; i++) {
    world.publish(controlTopic, signed(announcement));
    let heard = world.told(updateTopic).length;
    for (let silence = 0; silence < patience; silence += 50) {
      await world.clock.advance(50);
      const { length } = world.told(updateTopic);
      if (length === heard) continue;
      heard = length;
      silence = 0;
      const last = stateOf(world);
      // A node that has just connected says so before it hears the announcement.
      if (last?.state === "receiving") sendPiece(world, piece(last.offset ?? 0));
      else if (last?.state !== "current" || last.version === versionOf(announcement)) return last;
    }
  }
  return world.told(updateTopic).length > before ? stateOf(world) : undefined;
}

function versionOf(announcement: object): unknown {
  return "update" in announcement ? announcement.update : undefined;
}

/** A node with a key, online, as long as no other settings are given. */
export async function boot(ding: object = withKey): Promise<Desk> {
  const world = await desk(ding, undefined, undefined, { hangLimit: 2000 });
  await world.board.powerOn();
  await pass(world, 2000);
  return world;
}

/** Sends a version, and lets the node restart into it. */
export async function switchTo(world: Desk, file: string, version: string): Promise<void> {
  expect(await send(world, file, announcementOf(file, version))).toMatchObject({ state: "starting", to: version });
  await pass(world, 2500);
}

/** The versions that started, in order. */
export const starts = ({ lines }: Desk): string[] => lines.flatMap((line) => /^ding (\d\.\d\.\d): hall/.exec(line)?.[1] ?? []);
export const troubles = ({ lines }: Desk): string[] => lines.filter((line) => /Uncaught|SAFE MODE/.test(line));
