/** Puts Espruino itself on a blank ESP32. */
import type { Advice } from "../../board-session/advice.ts";
import type { Progress } from "../../terminal/person.ts";
import type { SerialLink } from "../../serial/serial-link.ts";
import { checkFiles, type Part } from "./check-files.ts";
import { pickFiles, type Contents } from "./download.ts";
import type { Listing } from "./listing.ts";
import { writeParts } from "./loader.ts";

/** Espruino's files, checked. */
export interface Interpreter {
  readonly chip: string;
  readonly parts: readonly Part[];
}

/**
 * Checks what the user downloaded, before any board is touched.
 * @param source what to call it in messages
 * @param open gives what is in it
 * @throws {UserError} with all that is wrong
 */
export function checkInterpreter(listing: Listing, source: string, open: (names: readonly string[]) => Contents): Interpreter {
  const names = listing.files.map(({ file }) => file);
  return { chip: listing.chip, parts: checkFiles(listing, pickFiles(source, open(names), names)) };
}

export interface PutOptions {
  /** bits per second, of Espruino's console: what the link has afterwards */
  readonly baud: number;
  /** bits per second, for the files */
  readonly flashBaud: number;
  readonly verbose?: boolean;
  /** The command line's by default. */
  readonly advice?: Advice;
}

/** What would be written, a line each. */
export function describeInterpreter({ parts }: Interpreter): string[] {
  return parts.map(({ name, offset, data }) => `write ${name}, ${data.length} bytes, to 0x${offset.toString(16)}`);
}

/**
 * Writes Espruino and restarts the chip, so that its console comes up.
 * @throws {UserError} that says what to do
 */
export async function putInterpreter(link: SerialLink, { chip, parts }: Interpreter, options: PutOptions, terminal: Progress): Promise<void> {
  const bar = terminal.bar(
    "Espruino",
    parts.reduce((sum, { data }) => sum + data.length, 0),
  );
  let shown = 0;
  let restarted: boolean;
  try {
    restarted = await writeParts(link, parts, {
      chip,
      baud: options.flashBaud,
      ...(options.advice ? { advice: options.advice } : {}),
      onProgress: (written) => {
        bar.add(written - shown);
        shown = written;
      },
      onLog: (line) => options.verbose && terminal.say(`# ${line}`),
    });
  } finally {
    bar.end();
  }
  await link.setBaud(options.baud);
  terminal.say(restarted ? "Espruino is on the chip, which restarts" : "Espruino is on the chip: press its EN button now");
}
