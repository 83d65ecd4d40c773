/** What the virtual ESP32 and the real interpreter have in common. */
export { ConsoleLines } from "./console-lines.ts";
export type { Devboard, ProgrammableBoard } from "./devboard.ts";
export { storageFiles, type Dist } from "./dist-files.ts";
export { bounce, press, release } from "./press.ts";
