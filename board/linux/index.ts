/** The real interpreter as a board, for tests and the simulator. */
export { gpioFolder } from "./gpio-files.ts";
export { LinuxEspruino } from "./linux-espruino.ts";
export { standInVars } from "./stand-ins.ts";
