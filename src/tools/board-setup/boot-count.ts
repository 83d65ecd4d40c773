/**
 * Where a board's count of boots begins. Receivers drop what they have seen by node, boot and seq, so a count must never
 * start over: not after `--erase`, and not on a chip whose count nobody knows.
 */
import { journalSize, Mark, newJournal } from "../../firmware/journal.ts";
import type { BoardStorage } from "../board-session/board-storage.ts";
import type { BoardState } from "../board-session/read-board.ts";
import { journalFileNames } from "../board-session/storage-files.ts";

/** Counts of boots that begin by the clock begin here. */
const epoch = Date.UTC(2026, 0, 1);
const minute = 60_000;

/**
 * The count to go on from on a chip whose own is unknown: one for each minute since 2026. No chip starts more than once a
 * minute all its life, so whatever it has counted so far is less.
 * @param now ms since 1970
 */
export function countByClock(now: number): number {
  return Math.max(0, Math.floor((now - epoch) / minute));
}

/** What is erased flash, in the bytes of a file. */
const erased = "\xff";

/** Writes a journal. Its count of boots comes last: without one it does not count, wherever a power cut falls. */
export async function writeJournal(storage: BoardStorage, { file, bytes }: { file: string; bytes: string }): Promise<void> {
  await storage.erase(file);
  await storage.put(file, 0, bytes.slice(0, 1), journalSize);
  await storage.put(file, 8, bytes.slice(8), journalSize);
  await storage.put(file, 1, bytes.slice(1, 8), journalSize);
}

/** Makes room for a journal to come: a file of erased flash. */
export async function reserveJournal(storage: BoardStorage, file: string): Promise<void> {
  await storage.erase(file);
  await storage.put(file, 0, erased, journalSize);
}

/** Leaves of a journal its count alone. There is no moment at which a power cut loses it. */
export async function keepCount(storage: BoardStorage, { journal, journalFile, names }: BoardState): Promise<void> {
  const [first, second] = journalFileNames;
  const other = journalFile === first ? second : first;
  if (journal.end > 0 && hasMarks(journal)) {
    await writeJournal(storage, { file: other, bytes: newJournal({ ...journal, failures: 0, slot: Mark.First, trial: "", isTurnOfOld: false }) });
    await storage.erase(journalFile);
  } else if (names.includes(other)) await storage.erase(other);
}

/** Whether something has happened since the journal was begun: our boot guard has run. */
export function hasMarks(journal: BoardState["journal"]): boolean {
  return journal.end > newJournal({ ...journal, failures: 0 }).length;
}
