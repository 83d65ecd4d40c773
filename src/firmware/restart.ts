/** The node's own restarts of the chip, and their trace in the boot journal: the next boot knows that it was no crash. */
import { restartChip } from "../../board/esp32/chip.ts";
import { holdAll } from "./flash-outbox.ts";
import { appendMark, currentJournal } from "./journal-file.ts";
import { Mark, type BootJournal } from "./journal.ts";
import type { RestartMark } from "./recovery.ts";

/** ms for the last messages to go out. */
const goOutTime = 2000;

/** Restarts the chip, with this mark for the boot guard. The broker publishes the will. */
export function restart(mark: RestartMark | Mark.RestartConfig | Mark.Trial | Mark.TrialTurn): void {
  holdAll(); // what waits in RAM goes into flash
  // A version on trial that restarts by itself gets no second chance before the other one.
  appendMark(currentJournal().trial === Mark.Trial ? Mark.TrialTurn : mark);
  restartChip();
}

/** Restarts once the last messages have gone out. */
export function restartSoon(mark: Mark.RestartConfig | Mark.Trial): void {
  setTimeout(restart, goOutTime, mark);
}

/** Why the node restarted the chip, for people; "" if it did not. */
export function restartText(mark: BootJournal["restart"]): string {
  if (mark === Mark.RestartMemory) return "short of memory";
  return mark && "offline for long";
}
