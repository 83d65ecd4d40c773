/** The files in a board's Storage that make a node, and those that a flash tool needs on the way. */
import { Mark } from "../../firmware/journal.ts";

export const BOOT = ".bootcde";
/** Shuts the doors; runs whenever the interpreter starts, before the boot file. */
export const DOORS = ".boot1";
export const CONFIG = "ding.json";
/** The node's two slots: one runs, the other takes the next version. */
export const SLOTS = { [Mark.First]: "ding.js", [Mark.Second]: "ding2.js" } as const;
export type Slot = keyof typeof SLOTS;
export const JOURNALS = ["ding.b0", "ding.b1"] as const;
/** Runs at power-on before the boot file: see handover.ts. */
export const HANDOVER = ".boot3";
/** Files that are laid ready, and where they go. */
export const READY = { [CONFIG]: "ding.new", [BOOT]: "boot.new", [DOORS]: "doors.new" } as const;
export type ReadyFile = keyof typeof READY;
