/**
 * The boot journal: a Storage file of `journalSize` bytes in which each boot, and each thing that must survive one, writes
 * a single byte. Flash takes one write to a byte after an erase, so one byte is one small write, and atomic.
 *
 * Bytes 0-7: how many boots came before this file, decimal. Then one mark after the other; 0xFF is still free.
 * When it is full the count goes on in the other of the two files, so that a power cut never loses it.
 */

export const enum Mark {
  /** A boot began because the chip was reset: by a watchdog, a crash, or a program. */
  Boot = "b",
  /** A boot began because the power came, or somebody pressed EN. */
  PowerOn = "p",
  /** The node crashed while it started. */
  Crashed = "x",
  /** The node lived for a minute. */
  Lived = "l",
  /** The node restarts the chip: it has been offline for too long, or is short of memory. */
  RestartOffline = "o",
  RestartMemory = "m",
  /** A boot went into safe mode; the next one tries the node again. */
  Safe = "s",
  /** From the next boot on the node is started from the first or the second slot (the flash tool's switch). */
  First = "1",
  Second = "2",
}

export const journalSize = 1024;
const headSize = 8;
/** Marks that end the search for failed boots. */
const ends: string = Mark.Lived + Mark.Safe + Mark.First + Mark.Second;

export interface Journal {
  /** The chip's boots so far. */
  boots: number;
  /** The latest boots in a row that did not live for a minute; one that ended with the power does not count. */
  failures: number;
  /** Why the node restarted the chip just now; "" if it did not. */
  restart: Mark.RestartOffline | Mark.RestartMemory | "";
  slot: Mark.First | Mark.Second;
  /** Where the next mark goes; `journalSize` when the file is full. */
  end: number;
}

/**
 * Reads a journal's bytes; anything that is no journal reads as an empty one (`end` 0).
 * @param isPowerOn whether this boot began with the power, so that nothing can be said of how the last one ended
 */
export function readJournal(bytes: string | undefined, isPowerOn: boolean): Journal {
  let text = bytes || "";
  let end = text.indexOf("\xff", headSize);
  let base = parseInt(text.substr(0, headSize), 10); // to Number() and +, 00000507 is octal on the chip
  // Without its first mark, the slot, a power cut came in the middle of its head.
  if (text.length !== journalSize || end === headSize || isNaN(base)) {
    text = "";
    base = end = 0;
  }
  if (end < 0) end = journalSize;
  const marks = text.substring(headSize, end);
  const last = marks.charAt(marks.length - 1);
  return {
    boots: base + count(marks, Mark.Boot) + count(marks, Mark.PowerOn) + count(marks, Mark.Safe),
    failures: countFailures(marks, isPowerOn),
    restart: last === Mark.RestartOffline || last === Mark.RestartMemory ? last : "",
    slot: marks.lastIndexOf(Mark.Second) > marks.lastIndexOf(Mark.First) ? Mark.Second : Mark.First,
    end: end,
  };
}

/** Of the two files, which is in use: false for the first. */
export function isSecondInUse(first: Journal, second: Journal): boolean {
  return second.boots > first.boots;
}

function count(marks: string, mark: string): number {
  return marks.split(mark).length - 1;
}

/** From the latest boot back to the last one that lived: each that crashed, or that ended in a reset it did not ask for. */
function countFailures(marks: string, isPowerOn: boolean): number {
  let failures = 0;
  let isFailure = !isPowerOn;
  for (let i = marks.length - 1; i >= 0 && ends.indexOf(marks.charAt(i)) < 0; i--) {
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
 * The first bytes of a journal that goes on from `old`; the rest of the file is left at 0xFF. Its failures count for the
 * next boots: three at most, for after them comes safe mode.
 */
export function newJournal(old: Journal): string {
  const failures = Math.min(old.failures, 3);
  return ("0000000" + (old.boots - failures)).substr(-headSize) + old.slot + "bxbxbx".substr(0, 2 * failures);
}
