/** `--erase`: back to a bare Espruino, but for the count of boots. The guard goes first, so that a power cut never leaves it without its node. */
import { keepCount } from "./boot-count.ts";
import type { Progress } from "../terminal/person.ts";
import {
  bootFileName,
  configFileName,
  discoveryFileName,
  doorsFileName,
  handoverFileName,
  readyFileNames,
  slotFileNames,
  trialConfigFileName,
  wifiFileName,
} from "../board-session/storage-files.ts";
import type { BoardStorage } from "../board-session/board-storage.ts";
import type { BoardState } from "../board-session/read-board.ts";

/** What of a board's files belongs to a node. The journal is not among them: its count must go on. */
export function nodeFiles({ names, foreignBoot3 }: Pick<BoardState, "names" | "foreignBoot3">): string[] {
  const ours = [
    ...(foreignBoot3 ? [] : [handoverFileName]),
    bootFileName,
    doorsFileName,
    ...Object.values(slotFileNames),
    configFileName,
    trialConfigFileName,
    discoveryFileName,
    wifiFileName,
    ...Object.values(readyFileNames),
  ];
  return ours.filter((name) => names.includes(name));
}

export async function eraseNode(storage: BoardStorage, board: BoardState, progress: Progress): Promise<void> {
  const files = nodeFiles(board);
  for (const name of files) await storage.erase(name);
  await keepCount(storage, board);
  progress.say(files.length === 0 ? "Nothing to erase: there is no node on the board" : `Erased: ${files.join(", ")}`);
  if (board.journal.end > 0) progress.say(`Kept: the boot count, ${board.journal.boots}, so that no new message looks like an old one`);
}
