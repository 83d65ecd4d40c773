/** The boot journal: what a power cut, a full file and garbage leave of the count of boots. */
import { describe, expect, it } from "vitest";
import { JOURNAL_SIZE, Mark, newJournal, readJournal, type Journal } from "../../src/firmware/journal.ts";

/** A journal's bytes: the boots before it, and its marks. The rest is erased flash. */
function file(base: string, marks: string): string {
  return (base + marks).padEnd(JOURNAL_SIZE, "\xff");
}

const empty: Journal = { boots: 0, failures: 0, slot: Mark.First, end: 0 };

describe("a journal", () => {
  it.each([
    ["a fresh one", file("00000000", "1"), 0, 0, Mark.First],
    ["one boot", file("00000000", "1b"), 1, 1, Mark.First],
    ["a boot that lived", file("00000000", "1bl"), 1, 0, Mark.First],
    ["three that did not", file("00000000", "1blbbb"), 4, 3, Mark.First],
    ["safe mode, which is a boot and ends the row", file("00000000", "1bbbs"), 4, 0, Mark.First],
    ["one more after it", file("00000000", "1bbbsb"), 5, 1, Mark.First],
    ["boots of files before", file("00001017", "1bb"), 1019, 2, Mark.First],
    ["the second slot", file("00000000", "1bl2"), 1, 0, Mark.Second],
    ["the first slot again", file("00000000", "1bl2bl1"), 2, 0, Mark.First],
    ["a switch of slots, which ends the row", file("00000000", "1bbb2b"), 4, 1, Mark.Second],
  ])("of %s", (_what, bytes, boots, failures, slot) => {
    expect(readJournal(bytes)).toEqual({ boots, failures, slot, end: bytes.indexOf("\xff") });
  });

  it("is full when no byte is left", () => {
    expect(readJournal(file("00000000", "1".padEnd(JOURNAL_SIZE - 8, "bl")))).toMatchObject({ end: JOURNAL_SIZE });
  });

  it.each([
    ["no file", undefined],
    ["an empty file", ""],
    ["a short file", file("00000000", "1b").slice(0, 500)],
    ["a long file", `${file("00000000", "1b")}\xff`],
    ["erased flash", "\xff".repeat(JOURNAL_SIZE)],
    ["a count cut short by a power cut", file("0000", "")],
    ["a count without the slot, by a power cut", file("00001017", "")],
    ["somebody else's file", "function".padEnd(JOURNAL_SIZE, " ")],
    ["zeros", "\0".repeat(JOURNAL_SIZE)],
  ])("is an empty one where there is %s", (_what, bytes) => {
    expect(readJournal(bytes)).toEqual(empty);
  });
});

describe("a new journal goes on from the old one", () => {
  it.each<Journal>([
    empty,
    { boots: 507, failures: 0, slot: Mark.First, end: JOURNAL_SIZE },
    { boots: 1018, failures: 2, slot: Mark.Second, end: JOURNAL_SIZE },
    { boots: 12_345_678, failures: 3, slot: Mark.First, end: JOURNAL_SIZE },
  ])("%o", (old) => {
    const head = newJournal(old);
    expect(readJournal(head.padEnd(JOURNAL_SIZE, "\xff"))).toEqual({ ...old, end: head.length });
  });

  it("over 5000 boots, two marks each, with a gap nowhere", () => {
    let bytes = newJournal(empty).padEnd(JOURNAL_SIZE, "\xff");
    for (let boot = 1; boot <= 5000; boot++) {
      for (const mark of [Mark.Boot, Mark.Lived]) {
        let journal = readJournal(bytes);
        if (journal.end === JOURNAL_SIZE) bytes = newJournal(journal).padEnd(JOURNAL_SIZE, "\xff");
        journal = readJournal(bytes);
        bytes = bytes.slice(0, journal.end) + mark + bytes.slice(journal.end + 1);
      }
      expect(readJournal(bytes)).toMatchObject({ boots: boot, failures: 0 });
    }
  });
});
