/** The console for people: the global `ding`. It is made anew at each mention, so that it takes RAM only while it is used. */
import type { Config } from "./config.ts";

export interface NodeConsole {
  /** The doctor reads what it prints. */
  status(): void;
  press(): void;
  /** A command as on a control topic: a text, or the object itself. */
  led(command: unknown): void;
  help(): void;
  /** The configuration in use, without its passwords. */
  readonly config: Config;
}

export function setUpConsole(make: () => NodeConsole): void {
  Object.defineProperty(global, "ding", { get: make });
}
