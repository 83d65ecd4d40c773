/**
 * The boot journal: a Storage file of `journalSize` bytes to which each boot, and each event that must survive one, appends
 * a single byte. Flash takes one write per byte after an erase, so this is small and atomic.
 *
 * It is not what the setting `journal` is about: that is the log of messages that wait (flash-log.ts).
 *
 * Bytes 0-7: the number of boots before this file, decimal. Then one mark per byte; 0xFF is free.
 * A full journal continues in the other of the two files, so that a power cut never loses the count.
 */

export const enum Mark {
  /** A boot after a reset by the watchdog, a crash or a program. */
  Boot = "b",
  /** A boot at power-on, or after a press of EN. */
  PowerOn = "p",
  /** The node crashed while starting. */
  Crashed = "x",
  /** The node ran for a minute. */
  Stable = "l",
  /** The node restarted the chip: offline for too long, or short of memory. */
  RestartOffline = "o",
  RestartMemory = "m",
  /** The node restarted the chip for a change of its configuration (config-trial.ts). */
  RestartConfig = "n",
  /** The node was online again after such a restart. */
  Online = "c",
  /** A boot into safe mode; the next one tries the node again. */
  Safe = "s",
  /** From the next boot on, the node starts from this slot (written by the flash tool, or once an update has proved itself). */
  First = "1",
  Second = "2",
  /**
   * From the next boot on, the other slot is on trial (trial.ts). A power cut can leave more bits of a mark set than it has: the
   * marks of trials are chosen so that this makes none of them out of another mark.
   */
  Trial = "T",
  /** During a trial: the node restarted the chip since it did not get online; the next boot is the other slot's turn. */
  TrialTurn = "O",
  /** The trial is over, the slot before it runs on: the node on trial crashed, hung or was reset. */
  TrialCrashed = "X",
  /** The same: the node on trial did not get online, and the one before it did. */
  TrialOffline = "<",
}

export const journalSize = 1024;
/** Marks that one boot may add: the end of a trial, the boot, stable, online, the end of a trial or a restart, a new trial. */
export const marksPerBoot = 6;
const headerSize = 8;
/** Marks that end the backward search for failed boots. */
const searchEnds: string = Mark.Stable + Mark.Safe + Mark.First + Mark.Second + Mark.Trial + Mark.TrialCrashed + Mark.TrialOffline;
/** Marks that say which slot to start. */
const slotMarks: string = Mark.First + Mark.Second + Mark.Trial + Mark.TrialCrashed + Mark.TrialOffline;

export interface BootJournal {
  /** Boots so far. */
  boots: number;
  /** Latest boots in a row that did not run for a minute; those that ended in a power cut do not count. */
  failures: number;
  /** Why the node restarted the chip before this boot; "" if it did not. */
  restart: Mark.RestartOffline | Mark.RestartMemory | "";
  /** Its own restarts in a row, with no connection between. */
  restarts: number;
  /** The slot to start; during a trial the one to go back to. */
  slot: Mark.First | Mark.Second;
  /** Whether an update is on trial, or how the last trial failed; "" if neither. */
  trial: Mark.Trial | Mark.TrialCrashed | Mark.TrialOffline | "";
  /** During a trial: it is the old slot's turn, since the new one did not get online. */
  isTurnOfOld: boolean;
  /** During a trial, before this boot: the new slot's last boot crashed, hung or was reset. */
  hasCrashed: boolean;
  /** Offset of the next mark; `journalSize` if the file is full. */
  end: number;
}

/**
 * Reads a journal; anything else reads as an empty one (`end` 0).
 * @param isPowerOn whether this boot is a power-on, which says nothing about how the last one ended
 */
export function readJournal(bytes: string | undefined, isPowerOn: boolean): BootJournal {
  let text = bytes || "";
  let end = text.indexOf("\xff", headerSize);
  let base = parseInt(text.substr(0, headerSize), 10); // on the chip Number() and + read 00000507 as octal
  const firstMark = text.charAt(headerSize);
  // No slot, or half of its mark: a power cut interrupted the header.
  if (text.length !== journalSize || (firstMark !== Mark.First && firstMark !== Mark.Second) || isNaN(base)) {
    text = "";
    base = end = 0;
  }
  if (end < 0) end = journalSize;
  const marks = text.substring(headerSize, end);
  const last = marks.charAt(marks.length - 1);
  let slotAt = marks.length - 1;
  while (slotAt >= 0 && slotMarks.indexOf(marks.charAt(slotAt)) < 0) slotAt--;
  const slotMark = marks.charAt(slotAt);
  const isTrial = slotMark === Mark.Trial;
  const turns = marks.substr(slotAt + 1).split(Mark.TrialTurn);
  const isTurnOfOld = isTrial && turns.length % 2 === 0;
  return {
    boots: base + count(marks, Mark.Boot) + count(marks, Mark.PowerOn) + count(marks, Mark.Safe),
    failures: countFailures(marks, isPowerOn),
    restart: last === Mark.RestartOffline || last === Mark.RestartMemory ? last : "",
    restarts: countRestarts(marks.substr(marks.lastIndexOf(Mark.Online) + 1)),
    slot: marks.lastIndexOf(Mark.Second) > marks.lastIndexOf(Mark.First) ? Mark.Second : Mark.First,
    trial: isTrial || slotMark === Mark.TrialCrashed || slotMark === Mark.TrialOffline ? slotMark : "",
    isTurnOfOld: isTurnOfOld,
    hasCrashed: isTrial && !isTurnOfOld && hasCrashed(turns[turns.length - 1]!, isPowerOn),
    end: end,
  };
}

/** Which of the two files is in use: false for the first. */
export function isSecondInUse(first: BootJournal, second: BootJournal): boolean {
  return second.boots > first.boots;
}

function countRestarts(marks: string): number {
  return count(marks, Mark.RestartOffline) + count(marks, Mark.RestartMemory);
}

function count(marks: string, mark: string): number {
  return marks.split(mark).length - 1;
}

/** Counts boots that crashed or ended in an unrequested reset, from the latest back to the last stable one. */
function countFailures(marks: string, isPowerOn: boolean): number {
  let failures = 0;
  let isFailure = !isPowerOn;
  for (let i = marks.length - 1; i >= 0 && searchEnds.indexOf(marks.charAt(i)) < 0; i--) {
    const mark = marks.charAt(i);
    if (mark === Mark.Crashed) isFailure = true;
    else if (mark !== Mark.Boot && mark !== Mark.PowerOn) isFailure = false;
    else {
      if (isFailure) failures++;
      isFailure = mark === Mark.Boot;
    }
  }
  return failures;
}

/**
 * Whether a boot ended in anything but a power cut.
 * @param marks of one slot's turn in a trial
 */
function hasCrashed(marks: string, isPowerOn: boolean): boolean {
  return marks.indexOf(Mark.Crashed) >= 0 || marks.lastIndexOf(Mark.Boot) > 0 || (marks !== "" && !isPowerOn);
}

/**
 * The first bytes of a journal that continues `old`; the rest of the file stays 0xFF. Failures are carried over, three at
 * most, since safe mode follows the third; and restarts in a row, as many as it takes for the longest wait between them.
 */
export function newJournal(old: BootJournal): string {
  const isTurnOfNew = old.trial === Mark.Trial && !old.isTurnOfOld;
  // The failures before it are the old slot's, and would count as the new one's.
  const failures = isTurnOfNew ? 0 : Math.min(old.failures, 3);
  const turn = old.isTurnOfOld ? Mark.TrialTurn : "";
  return (
    ("0000000" + (old.boots - failures)).substr(-headerSize) +
    old.slot +
    old.trial +
    turn +
    "oooooooooo".substr(0, old.restarts) +
    "bxbxbx".substr(0, 2 * failures)
  );
}
