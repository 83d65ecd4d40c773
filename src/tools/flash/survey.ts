/** What a board is and what its Storage holds, as far as a flash tool cares. */
import { JOURNAL_SIZE, Mark, readJournal, type Journal } from "../../firmware/journal.ts";
import { headLength, isHandover } from "./handover.ts";
import { BOOT, CONFIG, HANDOVER, JOURNALS, SLOTS, type Slot } from "./names.ts";
import type { BoardStorage, FileSum } from "./storage.ts";

export interface Survey {
  /** Espruino's version, such as "2v29". */
  version: string;
  /** Espruino's name of the board, such as "ESP32". */
  board: string;
  /** Bytes that the largest new file may have. */
  free: number;
  /** All of Storage's names. */
  names: readonly string[];
  /** What a node consists of, as far as it is there. */
  files: ReadonlyMap<string, FileSum>;
  journal: Journal;
  /** Where the journal's next mark goes. */
  journalFile: (typeof JOURNALS)[number];
  /** The bytes of ding.json. */
  config: string | undefined;
  /** A `.boot3` that is not ours. */
  foreignBoot3: boolean;
}

/** Survey of a board; changes nothing. */
export async function survey(storage: BoardStorage): Promise<Survey> {
  const env = await storage.value("[process.env.VERSION,process.env.BOARD]");
  const [version, board] = Array.isArray(env) ? env.map(String) : [];
  const names = await storage.list();
  const files = new Map<string, FileSum>();
  for (const name of [BOOT, SLOTS[Mark.First], SLOTS[Mark.Second], CONFIG]) {
    const sum = names.includes(name) ? await storage.sum(name) : undefined;
    if (sum) files.set(name, sum);
  }
  const [first, second] = [await journalAt(storage, names, JOURNALS[0]), await journalAt(storage, names, JOURNALS[1])];
  // As the boot guard chooses.
  const journal = second.boots > first.boots ? second : first;
  const config = files.get(CONFIG);
  const head = names.includes(HANDOVER) ? await storage.read(HANDOVER, 0, headLength) : undefined;
  return {
    version: version ?? "",
    board: board ?? "",
    free: await storage.free(),
    names,
    files,
    journal,
    journalFile: JOURNALS[journal === second ? 1 : 0],
    config: config && (await storage.read(CONFIG, 0, config.bytes)),
    foreignBoot3: head !== undefined && !isHandover(head),
  };
}

async function journalAt(storage: BoardStorage, names: readonly string[], name: string): Promise<Journal> {
  if (!names.includes(name)) return readJournal(undefined);
  // What is still erased need not come over the line.
  const used = await storage.value(
    `(function(d){var e=d.indexOf("\\xff",8);return [d.length,e<0?d:d.substr(0,e)]})(require("Storage").read("${name}"))`,
  );
  if (!Array.isArray(used) || used[0] !== JOURNAL_SIZE) return readJournal(undefined);
  return readJournal(String(used[1]).padEnd(JOURNAL_SIZE, "\xff"));
}

/** The slot that the boot guard starts, if there is a node in either. */
export function activeSlot({ files, journal }: Pick<Survey, "files" | "journal">): Slot | undefined {
  const other = otherSlot(journal.slot);
  if (files.has(SLOTS[journal.slot])) return journal.slot;
  return files.has(SLOTS[other]) ? other : undefined;
}

export function otherSlot(slot: Slot): Slot {
  return slot === Mark.First ? Mark.Second : Mark.First;
}
