/**
 * The boot guard (`.bootcde`): counts the boot, starts the node from its own Storage file, and after three boots in a row
 * that crashed or hung before they lived for a minute goes into safe mode instead, so that a console is there to mend
 * things. A power cut is no crash. After a while safe mode ends by itself, and the node is tried again.
 */
import { isPowerOn } from "../../board/esp32/reset-cause.ts";
import { isSecondInUse, journalSize, Mark, newJournal, readJournal } from "./journal.ts";

const storage = require("Storage");

/** ms that safe mode lasts. */
const safeModeTime = 600000;

const hasPowerCome = isPowerOn();
const first = readJournal(storage.read("ding.b0"), hasPowerCome);
const second = readJournal(storage.read("ding.b1"), hasPowerCome);
let file = +isSecondInUse(first, second);
const journal = file ? second : first;
let end = journal.end;
const isSafe = journal.failures > 2;

/** Throws when there is no room. */
function write(marks: string): void {
  storage.write("ding.b" + file, marks, end, journalSize);
  end += marks.length;
}

/** A mark beside the boot's own. It is left out when there was no room for that one. */
function mark(name: Mark): void {
  if (end && end < journalSize) write(name);
}

/** False if there is no node in this slot. One that crashes is named by the interpreter, whose console stays. */
function start(isSecond: boolean): boolean {
  const name = isSecond ? "ding2.js" : "ding.js";
  if (!storage.read(name, 0, 1)) return false;
  if (isSafe) require(name).safeMode();
  else startNode(name);
  return true;
}

function startNode(name: "ding.js" | "ding2.js"): void {
  try {
    require(name).start(
      journal.boots + 1,
      function () {
        mark(Mark.Lived);
      },
      journal.restart,
    );
  } catch (error) {
    mark(Mark.Crashed);
    throw error;
  }
}

let marks: string = isSafe ? Mark.Safe : hasPowerCome ? Mark.PowerOn : Mark.Boot;
try {
  // A boot leaves room for its other mark: in the next file, which begins with what was before this boot, that would be lost.
  if (!end || end > journalSize - 2) {
    if (end) file = 1 - file;
    end = 0;
    marks = newJournal(journal) + marks;
  }
  write(marks);
} catch (error) {
  console.log("boot: cannot count boots, is Storage full? " + String(error));
  end = 0;
}
if (isSafe) {
  setTimeout(load, safeModeTime);
  // First, and depending on nothing: what crashed or hung three times may do so again when it is to show this on the status LED.
  console.log(
    "SAFE MODE: the node crashed or hung within a minute in 3 boots in a row, and is tried again in 10 minutes.\n" +
      "Press EN to try it at once, mend ding.json, or flash the node again",
  );
}
const isSecond = journal.slot === Mark.Second;
if (!start(isSecond) && !start(!isSecond)) console.log("boot: no ding.js; flash the node again");
