/** The boot journal: what a power cut, a full file and garbage leave of the count of boots. */
import { describe, expect, it } from "vitest";
import { journalSize, Mark, newJournal, readJournal, type BootJournal } from "../../src/firmware/journal.ts";

/** A journal's bytes: the boots before it, and its marks. The rest is erased flash. */
function file(base: string, marks: string): string {
  return (base + marks).padEnd(journalSize, "\xff");
}

const noTrial = { trial: "", isTurnOfOld: false, hasCrashed: false } as const;
const empty: BootJournal = { boots: 0, failures: 0, restart: "", restarts: 0, slot: Mark.First, ...noTrial, end: 0 };

describe("a journal", () => {
  it.each([
    ["a fresh one", file("00000000", "1"), 0, 0, Mark.First],
    ["one boot", file("00000000", "1b"), 1, 1, Mark.First],
    ["a boot that lived", file("00000000", "1bl"), 1, 0, Mark.First],
    ["three that did not", file("00000000", "1blbbb"), 4, 3, Mark.First],
    ["a first one that was hung, and two more", file("00000000", "1blpbb"), 4, 3, Mark.First],
    ["safe mode, which is a boot and ends the row", file("00000000", "1bbbs"), 4, 0, Mark.First],
    ["one more after it", file("00000000", "1bbbsb"), 5, 1, Mark.First],
    ["boots of files before", file("00001017", "1bb"), 1019, 2, Mark.First],
    ["the second slot", file("00000000", "1bl2"), 1, 0, Mark.Second],
    ["the first slot again", file("00000000", "1bl2bl1"), 2, 0, Mark.First],
    ["a switch of slots, which ends the row", file("00000000", "1bbb2b"), 4, 1, Mark.Second],
    ["restarts that the node made itself", file("00000000", "1bobmb"), 3, 1, Mark.First],
  ])("of %s, before a boot by a reset", (_what, bytes, boots, failures, slot) => {
    expect(readJournal(bytes, false)).toMatchObject({ boots, failures, restart: "", slot, end: bytes.indexOf("\xff") });
  });

  it.each([
    ["short spells of power", file("00000000", "1ppp"), 3, 0],
    ["short spells of power after boots by a reset", file("00000000", "1blbpp"), 4, 0],
    ["crashes at the start, each ended by somebody who pulls the plug", file("00000000", "1pxpxpx"), 3, 3],
    ["a crash, then a spell of power", file("00000000", "1pxp"), 2, 1],
    ["two hangs, then a spell of power", file("00000000", "1pbbp"), 4, 2],
  ])("of %s, before a boot by power", (_what, bytes, boots, failures) => {
    expect(readJournal(bytes, true)).toMatchObject({ boots, failures });
  });

  it.each([
    [Mark.RestartOffline, file("00000000", "1blo")],
    [Mark.RestartMemory, file("00000000", "1bm")],
    ["", file("00000000", "1blob")],
  ])("tells the node's own restart just before: %j", (restart, bytes) => {
    expect(readJournal(bytes, false)).toMatchObject({ restart, failures: bytes.includes("ob") ? 1 : 0 });
  });

  it.each([
    ["1bl", 0],
    ["1blo", 1],
    ["1blobmblo", 3],
    ["1bloblpblo", 2],
    ["1bloblc", 0],
    ["1bloblcobl", 1],
  ])("of %s counts the node's own restarts in a row, up to the connection that ends it: %i", (marks, restarts) => {
    expect(readJournal(file("00000000", marks), false).restarts).toBe(restarts);
  });

  it.each([
    ["none", "1blbl", false, "", false, false],
    ["one to come", "1blT", false, Mark.Trial, false, false],
    ["one whose first boot ended in a power cut", "1blTb", true, Mark.Trial, false, false],
    ["one with two power cuts", "1blTpp", true, Mark.Trial, false, false],
    ["one with a power cut after more than a minute offline", "1blTbl", true, Mark.Trial, false, false],
    ["one that crashed", "1blTbx", false, Mark.Trial, false, true],
    ["one that crashed, before somebody pulled the plug", "1blTbx", true, Mark.Trial, false, true],
    ["one that hung", "1blTb", false, Mark.Trial, false, true],
    ["one that hung after more than a minute offline", "1blTbl", false, Mark.Trial, false, true],
    ["one that hung after a power cut", "1blTpb", true, Mark.Trial, false, true],
    ["one whose mark of a minute was cut short and looks like a restart", "1blTbm", true, Mark.Trial, false, false],
    ["one that did not get online", "1blTblO", false, Mark.Trial, true, false],
    ["one in which the old one crashed in its turn", "1blTblObx", false, Mark.Trial, true, false],
    ["one that is the new one's turn again", "1blTblObxblO", false, Mark.Trial, false, false],
    ["one that hung in its second turn", "1blTblObxblOb", false, Mark.Trial, false, true],
    ["one that failed by a crash", "1blTbxXb", false, Mark.TrialCrashed, false, false],
    ["one that failed by not getting online", "1blTblOb<", false, Mark.TrialOffline, false, false],
    ["one that was passed", "1blTbl2", false, "", false, false],
  ] as const)("of %s: %s", (_what, marks, isPowerOn, trial, isTurnOfOld, hasCrashed) => {
    expect(readJournal(file("00000000", marks), isPowerOn)).toMatchObject({ trial, isTurnOfOld, hasCrashed });
  });

  it("counts failed boots anew from a trial on, and from its end", () => {
    expect(readJournal(file("00000000", "1bbTb"), false).failures).toBe(1);
    expect(readJournal(file("00000000", "1bbTbxXb"), false).failures).toBe(1);
  });

  it("is full when no byte is left", () => {
    expect(readJournal(file("00000000", "1".padEnd(journalSize - 8, "bl")), false)).toMatchObject({ end: journalSize });
  });

  it.each([
    ["no file", undefined],
    ["an empty file", ""],
    ["a short file", file("00000000", "1b").slice(0, 500)],
    ["a long file", `${file("00000000", "1b")}\xff`],
    ["erased flash", "\xff".repeat(journalSize)],
    ["a count cut short by a power cut", file("0000", "")],
    ["a count without the slot, by a power cut", file("00001017", "")],
    ["somebody else's file", "function".padEnd(journalSize, " ")],
    ["zeros", "\0".repeat(journalSize)],
  ])("is an empty one where there is %s", (_what, bytes) => {
    expect(readJournal(bytes, false)).toEqual(empty);
  });
});

describe("a new journal goes on from the old one", () => {
  it.each<[BootJournal]>([
    [empty],
    [{ boots: 507, failures: 0, restart: "", restarts: 0, slot: Mark.First, ...noTrial, end: journalSize }],
    [{ boots: 1018, failures: 2, restart: "", restarts: 0, slot: Mark.Second, ...noTrial, end: journalSize }],
    [{ boots: 12_345_678, failures: 3, restart: "", restarts: 0, slot: Mark.First, ...noTrial, end: journalSize }],
  ])("%o", (old) => {
    const head = newJournal(old);
    expect(readJournal(head.padEnd(journalSize, "\xff"), false)).toEqual({ ...old, end: head.length });
    expect(readJournal(head.padEnd(journalSize, "\xff"), true).failures).toBe(old.failures);
  });

  it.each([
    ["1blT", "1T"],
    ["1obbT", "1To"],
    ["2blTblO", "2TO"],
    ["2blTblObbbxblO", "2T"],
    ["2blTblObb", "2TObx"],
    ["1blTbxXbl", "1X"],
    ["1blTblOb<", "1<"],
  ])("with the trial of %s: %s", (marks, head) => {
    const old = readJournal(file("00000100", marks), true);
    const made = newJournal(old);
    expect(made.slice(8)).toBe(head);
    const { boots, failures, trial, isTurnOfOld, hasCrashed, slot } = old;
    const news = trial === Mark.Trial && !isTurnOfOld;
    expect(readJournal(made.padEnd(journalSize, "\xff"), true)).toMatchObject({ boots, failures: news ? 0 : failures, trial, isTurnOfOld, hasCrashed, slot });
  });

  it("with its restarts in a row, which are no failures", () => {
    const head = newJournal({ boots: 1018, failures: 0, restart: Mark.RestartOffline, restarts: 4, slot: Mark.First, ...noTrial, end: journalSize });
    expect(readJournal((head + Mark.Boot).padEnd(journalSize, "\xff"), false)).toMatchObject({ boots: 1019, restarts: 4, restart: "", failures: 1 });
    expect(readJournal((head + Mark.PowerOn).padEnd(journalSize, "\xff"), true)).toMatchObject({ restarts: 4, failures: 0 });
  });

  it("over 5000 boots, two marks each, with a gap nowhere", () => {
    let bytes = newJournal(empty).padEnd(journalSize, "\xff");
    for (let boot = 1; boot <= 5000; boot++) {
      for (const mark of [Mark.Boot, Mark.Stable]) {
        let journal = readJournal(bytes, false);
        if (journal.end === journalSize) bytes = newJournal(journal).padEnd(journalSize, "\xff");
        journal = readJournal(bytes, false);
        bytes = bytes.slice(0, journal.end) + mark + bytes.slice(journal.end + 1);
      }
      expect(readJournal(bytes, false)).toMatchObject({ boots: boot, failures: 0 });
    }
  });
});

it("a trial's mark is not what a power cut can leave of another mark: the same bits cleared, but for some", () => {
  const others = [Mark.Boot, Mark.PowerOn, Mark.Crashed, Mark.Stable, Mark.RestartOffline, Mark.RestartMemory, Mark.Online, Mark.Safe, Mark.First, Mark.Second];
  const trials = [Mark.Trial, Mark.TrialTurn, Mark.TrialCrashed, Mark.TrialOffline];
  for (const mark of [...others, ...trials]) {
    const torn = trials.filter((trial) => trial !== mark && (bitsOf(trial) & bitsOf(mark)) === bitsOf(mark));
    expect(torn, mark).toEqual([]);
  }
});

it("half of the slot's mark in a new journal's header is as good as none", () => {
  for (const [slot, torn] of [
    [Mark.First, "3"],
    [Mark.Second, "s"],
  ] as const) {
    expect(bitsOf(torn) & bitsOf(slot)).toBe(bitsOf(slot));
    expect(readJournal(file("00000007", torn), true)).toEqual(empty);
  }
});

function bitsOf(mark: string): number {
  return mark.charCodeAt(0);
}
