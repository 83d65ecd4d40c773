/**
 * The boot guard (`.bootcde`): counts the boot and starts the node from its own Storage file. After three boots in a row
 * that crashed or hung within a minute it enters safe mode instead, which leaves a usable console. A power cut does not
 * count as a crash. Safe mode ends by itself after a while, and the node gets another try. A node on trial gets one try: the
 * boot after its first crash starts the one before it, for good.
 */
import { startWatchdog } from "../../board/esp32/chip.ts";
import { isPowerOn } from "../../board/esp32/reset-cause.ts";
import { isSecondInUse, journalSize, Mark, marksPerBoot, newJournal, readJournal } from "./journal.ts";
import { LogPrefix, LogText } from "./log.ts";

const storage = require("Storage");

/** How long safe mode lasts, ms. */
const safeModeTime = 600000;
/** How long a node on trial that has crashed is left alone, so that its error gets printed, ms. */
const backAfter = 1000;

const isColdBoot = isPowerOn();
const first = readJournal(storage.read("ding.b0"), isColdBoot);
const second = readJournal(storage.read("ding.b1"), isColdBoot);
let file = +isSecondInUse(first, second);
const journal = file ? second : first;
let end = journal.end;
/** The slot on trial is started. */
const isTrial = journal.trial === Mark.Trial && !journal.isTurnOfOld && !journal.hasCrashed;
const isSafe = !journal.hasCrashed && journal.failures > 2;

/** Appends to the journal. Throws if Storage is full. */
function write(marks: string): void {
  storage.write("ding.b" + file, marks, end, journalSize);
  end += marks.length;
}

/** Adds a second mark to this boot's own; skipped if there was no room for the first. The node may have added some since. */
function mark(name: Mark): void {
  if (!end) return;
  end = readJournal(storage.read("ding.b" + file), false).end;
  if (end < journalSize) write(name);
}

/** Starts the node in a slot; false if the slot is empty. If the node crashes, the interpreter prints the error and keeps its console. */
function start(isSecond: boolean): boolean {
  const name = isSecond ? "ding2.js" : "ding.js";
  if (!storage.read(name, 0, 1)) return false;
  if (isSafe) require(name).safeMode!(journal.boots + 1);
  else startNode(name);
  return true;
}

function startNode(name: "ding.js" | "ding2.js"): void {
  // A node that hangs at its start would hang at each power-on.
  if (isTrial) startWatchdog();
  try {
    const node = require(name);
    node.start!(
      journal.boots + 1,
      function () {
        mark(Mark.Stable);
      },
      journal.restart,
      journal.restarts,
    );
    // They are not called again, and would stay in RAM as long as the module.
    delete node.start;
    delete node.safeMode;
  } catch (error) {
    mark(Mark.Crashed);
    if (isTrial) setTimeout(load, backAfter);
    throw error;
  }
}

let marks: string = isSafe ? Mark.Safe : isColdBoot ? Mark.PowerOn : Mark.Boot;
if (journal.hasCrashed) marks = Mark.TrialCrashed + marks;
try {
  // All marks of a boot go into the same file: a new file starts from the state before this boot, which would drop the first.
  if (!end || end > journalSize - marksPerBoot) {
    if (end) file = 1 - file;
    end = 0;
    marks = newJournal(journal) + marks;
  }
  write(marks);
} catch (error) {
  console.log(LogPrefix.Boot + "cannot count boots, is Storage full? " + String(error));
  end = 0;
}
if (isSafe) {
  setTimeout(load, safeModeTime);
  // Printed first, using no other code: whatever crashed three times may crash again when safe mode drives the status LED.
  console.log(
    LogPrefix.SafeMode +
      "the node crashed or hung within a minute on 3 boots in a row. It will be tried again in 10 minutes.\n" +
      "Press EN to try it now, fix ding.json, or flash the node again",
  );
}
const isSecond = (journal.slot === Mark.Second) !== isTrial;
if (!start(isSecond) && !start(!isSecond)) console.log(LogPrefix.Boot + LogText.NoNode + "; flash the node again");
