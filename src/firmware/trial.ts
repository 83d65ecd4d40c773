/**
 * The trial of a new version, which boot.ts starts: it stays if it is online and has run for a minute. If it does not get online
 * within 5 minutes, the version before it has its turn: if that one gets online, the new one is given up. If neither does, the
 * broker is away for both, and they take turns until one gets online.
 */
import { up } from "./clock.ts";
import { appendMark, currentJournal } from "./journal-file.ts";
import { Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { client, publishUpdate } from "./mqtt.ts";
import { restart } from "./restart.ts";
import { confirmedState, runningMark, trialState } from "./trial-state.ts";

/** ms of `up` in which what is on trial must get online, and between looks whether it is. */
export const onlineWithin = 300000;
export const checkInterval = 1000;

/** Decides a trial that is under way, now or later; call it once the node has run for a minute. */
export function attendTrial(): void {
  const journal = currentJournal();
  if (journal.trial !== Mark.Trial) return;
  if (client.connected) endTrial(journal.slot !== runningMark());
  else if (up() < onlineWithin) setTimeout(attendTrial, checkInterval);
  else {
    log(LogPrefix.Update, "not online within 5 minutes: it is the other version's turn");
    restart(Mark.TrialTurn);
  }
}

function endTrial(isNewOne: boolean): void {
  appendMark(isNewOne ? runningMark() : Mark.TrialOffline);
  publishUpdate(isNewOne ? confirmedState() : trialState());
}
