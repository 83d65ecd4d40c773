/** The versions of Espruino that the node is known to run on. */

/** The one that it is tested on. */
export const testedEspruino = "2v29";

/** The oldest one that it has run on, in an emulator (docs/limits.md). Nodes with an older one refuse an update. */
export const oldestEspruino = "2v27";
