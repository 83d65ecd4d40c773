/** The boot journal while the node runs. */
import { readFile, writeAt } from "../../board/esp32/chip.ts";
import { isSecondInUse, journalSize, readJournal, type BootJournal, type Mark } from "./journal.ts";

/** The journal in use. This boot is in it already. */
export function currentJournal(): BootJournal {
  const first = readJournal(readFile("ding.b0"), false);
  const second = readJournal(readFile("ding.b1"), false);
  return isSecondInUse(first, second) ? second : first;
}

/** If the journal is full, nothing happens: boot.ts leaves room for what a boot may add. */
export function appendMark(mark: Mark): void {
  const first = readJournal(readFile("ding.b0"), false);
  const second = readJournal(readFile("ding.b1"), false);
  const isSecond = isSecondInUse(first, second);
  const end = isSecond ? second.end : first.end;
  if (end && end < journalSize) writeAt(isSecond ? "ding.b1" : "ding.b0", mark, end, journalSize);
}
