/**
 * A configuration on trial. It came over MQTT (change-config.ts) and is in a file of its own: the number of the message that
 * brought it, three marks, and the text that is to become ding.json. The node starts with it once. If it is online with it and has
 * run for a minute, the text becomes ding.json. After any other end of that start, ding.json counts as before.
 */
import { eraseFile, readFile, writeAt } from "../../board/esp32/chip.ts";
import { up } from "./clock.ts";
import { Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { client, publishConfig } from "./mqtt.ts";
import { restart } from "./restart.ts";
import { checkInterval, onlineWithin } from "./trial.ts";
import { TrialFault } from "./trial-state.ts";

const enum File {
  Config = "ding.json",
  Trial = "ding.try",
}

/**
 * What is where in the file. Each mark is written once, and a power cut within that leaves more of its bits set. None is the first
 * byte: whatever is written there replaces the file.
 */
const enum At {
  /** 16 digits. */
  Number,
  /** The file is whole. */
  Whole = 16,
  /** The start with it has begun. */
  Started,
  Verdict,
  Text,
}

/** The marks that a file can have. Anything else that begins with `w`: the start with it has failed. */
const enum Marks {
  /** Erased flash. */
  None = "\xff\xff\xff",
  Waiting = "w\xff\xff",
  OnTrial = "wt\xff",
  /** It is becoming ding.json. */
  Kept = "wtk",
  /** It did not get online. No power cut makes this last mark, or the next one, out of `k`, or `k` out of them. */
  Offline = "wtp",
  Reset = "wtx",
}

/** The text of this boot's configuration, on trial or not; undefined if no file holds one. */
export function configText(): string | undefined {
  const file = trialFile();
  const marks = marksOf(file);
  return marks === Marks.OnTrial || marks === Marks.Kept ? file.substr(At.Text) : readFile(File.Config);
}

/** Whether a configuration that came over MQTT is waiting for its start, or on trial. */
export function isConfigOnTrial(): boolean {
  const marks = marksOf(trialFile());
  return marks === Marks.Waiting || marks === Marks.OnTrial;
}

/**
 * Lays a configuration ready for the next boot.
 * @param number 16 digits
 * @throws {Error} Storage is full
 */
export function stageConfig(number: string, text: string): void {
  // The mark last: a power cut before it leaves a file that counts for nothing.
  const file = number + Marks.None + text;
  writeAt(File.Trial, file, 0, file.length);
  mark(At.Whole, "w");
}

/**
 * Decides which configuration this boot starts with; call it before the configuration is read. In safe mode none is tried.
 * @throws {Error} Storage is full
 */
export function claimConfig(isSafeMode: boolean): void {
  const file = trialFile();
  const marks = marksOf(file);
  if (marks === Marks.Waiting) {
    if (!isSafeMode) mark(At.Started, "t");
  } else if (marks === Marks.OnTrial) mark(At.Verdict, "x");
  else if (marks === Marks.Kept) keepFile(file);
}

/** Decides a trial that is under way, now or later; call it once the node has run for a minute. */
export function attendConfigTrial(): void {
  const file = trialFile();
  if (marksOf(file) !== Marks.OnTrial) return;
  if (client.connected) {
    mark(At.Verdict, "k");
    publishConfigState();
    keepFile(file);
  } else if (up() < onlineWithin) setTimeout(attendConfigTrial, checkInterval);
  else {
    log(LogPrefix.Config, "not online within 5 minutes: the configuration before it returns");
    mark(At.Verdict, "p");
    restart(Mark.RestartConfig);
  }
}

/** Says what became of the last configuration; nothing if none came. */
export function publishConfigState(): void {
  const file = trialFile();
  const marks = marksOf(file);
  if (marks.charAt(0) === "w") publishConfig(file.substr(At.Number, At.Whole), stateOf(marks));
}

function trialFile(): string {
  return readFile(File.Trial) || "";
}

function marksOf(file: string): string {
  return file.substr(At.Whole, At.Text - At.Whole);
}

function mark(at: At, letter: string): void {
  // The file has its size already; 0 would stand for the length of what is written.
  writeAt(File.Trial, letter, at, trialFile().length);
}

/** Makes the text ding.json. A power cut meanwhile leaves a file that is kept, and the next boot does it again. */
function keepFile(file: string): void {
  const text = file.substr(At.Text);
  writeAt(File.Config, text, 0, text.length);
  eraseFile(File.Trial);
}

function stateOf(marks: string): string {
  if (marks === Marks.Waiting) return '"starting"';
  if (marks === Marks.OnTrial) return '"trial"';
  if (marks === Marks.Kept) return '"kept"';
  return '"failed","reason":"' + (marks === Marks.Offline ? TrialFault.Offline : TrialFault.Reset) + '"';
}
