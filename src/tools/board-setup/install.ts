/**
 * Carries out a plan. Until its last step, one byte, the board starts the old node at the next power-on; from then on it
 * starts the new one. The board must be quiet: no node may run.
 */
import { journalSize } from "../../firmware/journal.ts";
import { UserError } from "../command-line/user-error.ts";
import { reserveJournal, writeJournal } from "./boot-count.ts";
import { startByte, handoverFile } from "../board-session/handover.ts";
import { bootFileName, configFileName, handoverFileName, readyFileNames, trialConfigFileName } from "../board-session/storage-files.ts";
import { isShortOfRoom, readyWords, type Plan } from "./plan.ts";
import type { Progress } from "../terminal/person.ts";
import type { BoardStorage } from "../board-session/board-storage.ts";
import type { BoardState } from "../board-session/read-board.ts";

export async function install(storage: BoardStorage, plan: Plan, board: BoardState, progress: Progress): Promise<void> {
  await makeRoom(storage, plan, board, progress);
  if (plan.removeGuard) await storage.erase(bootFileName);
  if (plan.newJournal) await writeJournal(storage, plan.newJournal);
  if (plan.reserve !== undefined) await reserveJournal(storage, plan.reserve);
  if (plan.firstMark !== undefined && plan.mark) await storage.put(plan.mark.file, plan.mark.at - 1, plan.firstMark, journalSize);
  await writeFiles(storage, plan, progress);
  if (plan.ready.length === 0) {
    if (plan.mark) await storage.put(plan.mark.file, plan.mark.at, plan.mark.mark, journalSize);
    return;
  }
  // What came over MQTT meanwhile must not replace the configuration that comes now.
  if (board.names.includes(trialConfigFileName) && plan.ready.some(({ file }) => file === configFileName)) await storage.erase(trialConfigFileName);
  const handover = handoverFile({ files: plan.ready.map(({ file }) => file), mark: plan.mark });
  if (board.names.includes(handoverFileName)) await storage.erase(handoverFileName); // also one of the same bytes, which has run
  await storage.write(handoverFileName, handover);
  await storage.put(handoverFileName, startByte.at, startByte.byte, handover.length);
}

/** The handover has run, and what is left of it can go. */
export async function sweep(storage: BoardStorage): Promise<void> {
  await storage.erase(handoverFileName);
}

async function makeRoom(storage: BoardStorage, plan: Plan, board: BoardState, progress: Progress): Promise<void> {
  if (!isShortOfRoom(plan, board.free)) return;
  progress.say("Storage is nearly full; making room. Do not unplug the board now: this is the one step that a power cut can spoil");
  for (const name of plan.spare) await storage.erase(name);
  await storage.compact();
  const free = await storage.free();
  if (!isShortOfRoom(plan, free)) return;
  const advice = await howToMakeRoom(storage, board.names);
  if (free < plan.need) throw new UserError(`the board's Storage has no room: ${plan.need} bytes are needed, ${free} are free. ${advice}`);
  progress.say(`Storage has too little for an update over MQTT: ${free - plan.need} bytes will be free, ${plan.keepFree} are needed. ${advice}`);
}

/** What takes the room. Only the user knows which of it may go. */
async function howToMakeRoom(storage: BoardStorage, names: readonly string[]): Promise<string> {
  const sizes = await Promise.all(names.map(async (name) => ({ name, bytes: (await storage.size(name)) ?? 0 })));
  const biggest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 5);
  return (
    `The biggest files there: ${biggest.map(({ name, bytes }) => `${name} (${bytes})`).join(", ")}. Erase what you do not need on its console, ` +
    `such as require("Storage").erase("${biggest[0]?.name ?? "name"}"), or everything with require("Storage").eraseAll(); then flash again`
  );
}

async function writeFiles(storage: BoardStorage, plan: Plan, progress: Progress): Promise<void> {
  const files = [...(plan.node ? [plan.node] : []), ...plan.ready.map(({ file, bytes }) => ({ file: readyFileNames[file], bytes }))];
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total === 0) return;
  const bar = progress.bar("Writing", total);
  try {
    for (const { file, bytes } of files) await storage.write(file, bytes, (written) => bar.add(written));
  } finally {
    bar.end();
  }
  const names = [...(plan.node ? ["the node"] : []), ...plan.ready.map(({ file }) => readyWords[file])];
  progress.say(`Written and verified: ${names.join(", ")}; ${total} bytes`);
}
