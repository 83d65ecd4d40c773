/**
 * The trial of a new version, which boot.ts starts: it stays if it is online and has run for a minute. If it does not get online
 * within 5 minutes, the version before it has its turn: if that one gets online, the new one is given up. If neither does, the
 * broker is away for both, and they take turns until one gets online.
 */
import { up } from "./clock.ts";
import { holdAll } from "./flash-outbox.ts";
import { appendMark, currentJournal } from "./journal-file.ts";
import { journalSize, Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { client, publishUpdate } from "./mqtt.ts";
import { restart } from "./restart.ts";
import { idleSlot, runningSlot, versionIn } from "./slots.ts";
import { quote } from "./utf8.ts";

/** ms of `up` in which a version must get online. */
const onlineWithin = 300000;
const checkInterval = 1000;

/** The mark of the slot that this node runs from. */
function runningMark(): Mark.First | Mark.Second {
  return runningSlot() === "ding2.js" ? Mark.Second : Mark.First;
}

/** Decides a trial that is under way, now or later; call it once the node has run for a minute. */
export function attendTrial(): void {
  const journal = currentJournal();
  if (journal.trial !== Mark.Trial) return;
  if (client.connected) endTrial(journal.slot !== runningMark());
  else if (up() < onlineWithin) setTimeout(attendTrial, checkInterval);
  else {
    log(LogPrefix.Update, "not online within 5 minutes: it is the other version's turn");
    holdAll();
    restart(Mark.RestartOffline);
  }
}

function endTrial(isNewOne: boolean): void {
  appendMark(isNewOne ? runningMark() : Mark.TrialOffline);
  publishUpdate(isNewOne ? '"state":"current","from":' + quote(versionIn(idleSlot())) : trialState());
}

/** What there is to say about the last trial, for the update's topic. */
export function trialState(): string {
  const journal = currentJournal();
  const other = quote(versionIn(idleSlot()));
  if (journal.trial === Mark.Trial) return '"state":"trial",' + (journal.slot === runningMark() ? '"to":' : '"from":') + other;
  if (!journal.trial) return '"state":"current"';
  const reason = journal.trial === Mark.TrialOffline ? "it did not get online within 5 minutes" : "it crashed, hung or was reset before it had been online for a minute";
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
