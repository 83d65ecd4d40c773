/** The console commands: the global `ding`, created on each access so that it takes RAM only while in use. */
import type { Config } from "./config.ts";

export interface NodeConsole {
  /** Prints one line, which `npm run doctor` reads. */
  status(): void;
  /** A press of the button with this name, or of the first one. */
  press(name?: string): void;
  /** Runs a command as on a control topic, given as text or as an object, for the output with this name, or for the LED. */
  led(command: unknown, name?: string): void;
  help(): void;
  /** The configuration in use, with its passwords hidden. */
  readonly config: Config;
}

export function setUpConsole(make: () => NodeConsole): void {
  Object.defineProperty(global, "ding", { get: make });
}
