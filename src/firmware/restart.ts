/** The node's own restart of the chip, and its trace in the boot journal: the next boot knows that it was no crash. */
import { readFile, restartChip, writeAt } from "../../board/esp32/chip.ts";
import { isSecondInUse, journalSize, Mark, readJournal, type Journal } from "./journal.ts";
import type { RestartMark } from "./recovery.ts";

/** Restarts the chip. The broker publishes the will. */
export function restart(mark: RestartMark): void {
  const first = readJournal(readFile("ding.b0"), false);
  const second = readJournal(readFile("ding.b1"), false);
  const isSecond = isSecondInUse(first, second);
  const end = isSecond ? second.end : first.end;
  // If the journal is full, this boot counts as stable or failed like any other.
  if (end && end < journalSize) writeAt(isSecond ? "ding.b1" : "ding.b0", mark, end, journalSize);
  restartChip();
}

/** Why the node restarted the chip, for people; "" if it did not. */
export function restartText(mark: Journal["restart"]): string {
  if (mark === Mark.RestartMemory) return "short of memory";
  return mark && "offline for long";
}
