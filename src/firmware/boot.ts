/**
 * The boot guard (`.bootcde`): counts the boot, starts the node from its own Storage file, and after three boots in a
 * row that did not live for a minute stays in safe mode once instead, so that a console is there to mend things.
 */
import { hasPin, openOutput, setOutput } from "../../board/esp32.ts";
import { JOURNAL_SIZE, Mark, newJournal, readJournal } from "./journal.ts";
import { setUpStatus, showStatus, Status } from "./status.ts";

const storage = require("Storage");
const FILES = ["ding.b0", "ding.b1"];

let file = 0;
let journal = readJournal(storage.read("ding.b0"));
const other = readJournal(storage.read("ding.b1"));
if (other.boots > journal.boots) {
  journal = other;
  file = 1;
}
let end = journal.end;

function write(mark: Mark): void {
  if (end < 0) return; // no room: said already
  try {
    // A boot leaves room for its other mark: in the next file, which begins with what was before this boot, that would be lost.
    if (mark !== Mark.Lived && (end === 0 || end > JOURNAL_SIZE - 2)) {
      const head = newJournal(journal);
      file = end ? 1 - file : file;
      end = head.length;
      storage.write(String(FILES[file]), head, 0, JOURNAL_SIZE);
    }
    storage.write(String(FILES[file]), mark, end++);
  } catch (error) {
    console.log("boot: cannot count boots, is Storage full? " + String(error));
    end = -1;
  }
}

/** False if there is no such file. */
function start(name: "ding.js" | "ding2.js"): boolean {
  if (!storage.read(name, 0, 1)) return false;
  try {
    require(name).start(journal.boots + 1, function () {
      write(Mark.Lived);
    });
  } catch (error) {
    console.log("boot: the node crashed at its start: " + String(error) + "\n" + String((error as Error).stack));
  }
  return true;
}

const failures = journal.failures;
write(failures < 3 ? Mark.Boot : Mark.Safe);
if (failures < 3) {
  const second = journal.slot === Mark.Second;
  if (!start(second ? "ding2.js" : "ding.js") && !start(second ? "ding.js" : "ding2.js")) {
    console.log("boot: there is no ding.js in Storage; flash the node again");
  }
} else {
  console.log(
    "SAFE MODE: the node did not live for a minute in " + failures + " boots in a row, so it was not started.\n" +
      "Press EN (or switch off and on) to try it again. To mend its configuration, type here\n" +
      '  require("Storage").read("ding.json")\nor flash the node again.',
  );
  const config = storage.readJSON("ding.json", true) as { status?: { pin?: string; activeLow?: boolean } } | undefined;
  const light = config && config.status;
  if (light && typeof light.pin === "string" && hasPin(light.pin, "output")) {
    setUpStatus(openOutput(light.pin, light.activeLow === true), setOutput);
    showStatus(Status.SafeMode);
  }
}
