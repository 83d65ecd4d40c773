/** The files in a board's Storage that make a node, and those that a flash tool needs on the way. */
import { discoveryFile } from "../../firmware/discovery-file.ts";
import { Mark } from "../../firmware/journal.ts";

export const bootFileName = ".bootcde";
/** Shuts the doors; runs whenever the interpreter starts, before the boot file. */
export const doorsFileName = ".boot1";
export const configFileName = "ding.json";
/** The document for Home Assistant. */
export const discoveryFileName = discoveryFile;
/** The node's two slots: one runs, the other takes the next version. */
export const slotFileNames = { [Mark.First]: "ding.js", [Mark.Second]: "ding2.js" } as const;
export type Slot = keyof typeof slotFileNames;
export const journalFileNames = ["ding.b0", "ding.b1"] as const;
/** Which of several networks was good last. */
export const wifiFileName = "ding.wifi";
/** A configuration that came over MQTT and is on trial: config-trial.ts. */
export const trialConfigFileName = "ding.try";
/** Runs at power-on before the boot file: see handover.ts. */
export const handoverFileName = ".boot3";
/** Files that are laid ready, and where they go. */
export const readyFileNames = {
  [configFileName]: "ding.new",
  [bootFileName]: "boot.new",
  [doorsFileName]: "doors.new",
  [discoveryFileName]: "ha.new",
} as const;
export type ReadyFile = keyof typeof readyFileNames;
