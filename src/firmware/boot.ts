/**
 * The boot guard (`.bootcde`): counts the boot, starts the node from its own Storage file, and after three boots in a
 * row that did not live for a minute stays in safe mode once instead, so that a console is there to mend things.
 */
import { JOURNAL_SIZE, Mark, newJournal, readJournal } from "./journal.ts";

const storage = require("Storage");

const first = readJournal(storage.read("ding.b0"));
const second = readJournal(storage.read("ding.b1"));
let file = +(second.boots > first.boots);
const journal = file ? second : first;
let end = journal.end;
const isSafe = journal.failures > 2;

/** Throws when there is no room. */
function write(marks: string): void {
  storage.write("ding.b" + file, marks, end, JOURNAL_SIZE);
  end += marks.length;
}

/** False if there is no node in this slot. One that crashes is named by the interpreter, whose console stays. */
function start(isSecond: boolean): boolean {
  const name = isSecond ? "ding2.js" : "ding.js";
  if (!storage.read(name, 0, 1)) return false;
  if (isSafe) require(name).safeMode();
  else {
    require(name).start(journal.boots + 1, function () {
      if (end) write(Mark.Lived);
    });
  }
  return true;
}

let marks: string = isSafe ? Mark.Safe : Mark.Boot;
try {
  // A boot leaves room for its other mark: in the next file, which begins with what was before this boot, that would be lost.
  if (!end || end > JOURNAL_SIZE - 2) {
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
  // First, and depending on nothing: what crashed or hung three times may do so again when it is to show this on the status LED.
  console.log(
    "SAFE MODE: the node did not live for a minute in 3 boots in a row.\n" +
      "Press EN to try it again, mend ding.json, or flash the node again",
  );
}
const isSecond = journal.slot === Mark.Second;
if (!start(isSecond) && !start(!isSecond)) console.log("boot: no ding.js; flash the node again");
