/**
 * The boot journal: a Storage file of SIZE bytes in which each boot, and each thing that must survive one, writes a
 * single byte. Flash takes one write to a byte after an erase, so one byte is one small write, and atomic.
 *
 * Bytes 0-7: how many boots came before this file, decimal. Then one mark after the other; 0xFF is still free.
 * When it is full the count goes on in the other of the two files, so that a power cut never loses it.
 */

export const enum Mark {
  /** A boot began. */
  Boot = "b",
  /** The node lived for a minute. */
  Lived = "l",
  /** A boot went into safe mode; the next one tries the node again. */
  Safe = "s",
  /** From the next boot on the node is started from the first or the second slot (the flash tool's switch). */
  First = "1",
  Second = "2",
}

export const JOURNAL_SIZE = 1024;
const HEAD = 8;

export interface Journal {
  /** The chip's boots so far. */
  boots: number;
  /** The latest boots in a row that did not live for a minute. */
  failures: number;
  slot: Mark.First | Mark.Second;
  /** Where the next mark goes; JOURNAL_SIZE when the file is full. */
  end: number;
}

/** Reads a journal's bytes; anything that is no journal reads as an empty one (`end` 0). */
export function readJournal(bytes: string | undefined): Journal {
  let text = bytes || "";
  let end = text.indexOf("\xff", HEAD);
  let base = parseInt(text.substr(0, HEAD), 10); // to Number() and +, 00000507 is octal on the chip
  // Without its first mark, the slot, a power cut came in the middle of its head.
  if (text.length !== JOURNAL_SIZE || end === HEAD || isNaN(base)) {
    text = "";
    base = end = 0;
  }
  if (end < 0) end = JOURNAL_SIZE;
  const marks = text.substring(HEAD, end);
  let failures = 0;
  while (text.charAt(end - failures - 1) === Mark.Boot) failures++;
  return {
    boots: base + marks.split(Mark.Boot).length + marks.split(Mark.Safe).length - 2,
    failures: failures,
    slot: marks.lastIndexOf(Mark.Second) > marks.lastIndexOf(Mark.First) ? Mark.Second : Mark.First,
    end: end,
  };
}

/**
 * The first bytes of a journal that goes on from `old`; the rest of the file is left at 0xFF. Its failures count for the
 * next boots: three at most, for after them comes safe mode.
 */
export function newJournal(old: Journal): string {
  return ("0000000" + (old.boots - old.failures)).substr(-HEAD) + old.slot + "bbb".substr(0, old.failures);
}
