/** The node's own restart of the chip, and its trace in the boot journal: the next boot knows that it was no crash. */
import { restartChip } from "../../board/esp32/chip.ts";
import { appendMark } from "./journal-file.ts";
import { Mark, type BootJournal } from "./journal.ts";
import type { RestartMark } from "./recovery.ts";

/** Restarts the chip, with this mark for the boot guard. The broker publishes the will. */
export function restart(mark: RestartMark | Mark.Trial): void {
  appendMark(mark);
  restartChip();
}

/** Why the node restarted the chip, for people; "" if it did not. */
export function restartText(mark: BootJournal["restart"]): string {
  if (mark === Mark.RestartMemory) return "short of memory";
  return mark && "offline for long";
}
