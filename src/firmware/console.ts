/** The console commands: the global `ding`, created on each access so that it takes RAM only while in use. */
import type { Config } from "./config.ts";

export interface NodeConsole {
  /** Prints one line, which `npm run doctor` reads. */
  status(): void;
  press(): void;
  /** Runs a command as on a control topic, given as text or as an object. */
  led(command: unknown): void;
  help(): void;
  /** The configuration in use, with its passwords hidden. */
  readonly config: Config;
}

export function setUpConsole(make: () => NodeConsole): void {
  Object.defineProperty(global, "ding", { get: make });
}
