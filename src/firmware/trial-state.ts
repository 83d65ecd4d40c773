/** What the boot journal says of the two slots: which one is on trial, and how the last trial ended. */
import { appendMark, currentJournal } from "./journal-file.ts";
import { journalSize, Mark } from "./journal.ts";
import { idleSlot, runningSlot, versionIn } from "./slots.ts";
import { quote } from "./utf8.ts";

/** Why what was on trial did not stay. */
export const enum TrialFault {
  Offline = "it did not get online within 5 minutes",
  Reset = "it crashed, hung or was reset before it had been online for a minute",
}

/** The mark of the slot that this node runs from. */
export function runningMark(): Mark.First | Mark.Second {
  return runningSlot() === "ding2.js" ? Mark.Second : Mark.First;
}

/** What this node says once it has replaced the one in the other slot. */
export function confirmedState(): string {
  return '"state":"current","from":' + quote(versionIn(idleSlot()));
}

/** What there is to say about the last trial, for the update's topic. */
export function trialState(): string {
  const journal = currentJournal();
  const other = quote(versionIn(idleSlot()));
  if (journal.trial === Mark.Trial) return '"state":"trial",' + (journal.slot === runningMark() ? '"to":' : '"from":') + other;
  if (!journal.trial) return '"state":"current"';
  const reason = journal.trial === Mark.TrialOffline ? TrialFault.Offline : TrialFault.Reset;
  return '"state":"failed","to":' + other + ',"reason":"' + reason + '"';
}

/**
 * Makes the idle slot free to be written: from here on the boot guard starts the one that runs, whatever happens. Forgets how
 * the last trial failed. Returns why the slot is not free; "" if it is.
 */
export function claimSlots(): string {
  const before = currentJournal();
  if (before.trial === Mark.Trial) return "the update before it is still on trial";
  if (before.trial || before.slot !== runningMark()) appendMark(runningMark());
  const journal = currentJournal();
  const isReady = journal.end && journal.end < journalSize && !journal.trial && journal.slot === runningMark();
  return isReady ? "" : "the boot journal cannot be written";
}
