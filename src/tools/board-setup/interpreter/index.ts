/** `npm run flash -- --interpreter <download>`: puts Espruino itself on a blank ESP32. */
import { readFileSync } from "node:fs";
import { UserError } from "../../command-line/user-error.ts";
import type { Progress } from "../../terminal/terminal.ts";
import type { SerialLink } from "../../serial/serial-link.ts";
import { checkFiles, type Part } from "./check-files.ts";
import { openDownload } from "./download.ts";
import { readListing } from "./listing.ts";
import { writeParts } from "./loader.ts";

/** Espruino's files, checked. */
export interface Interpreter {
  readonly chip: string;
  readonly parts: readonly Part[];
}

/**
 * Reads and checks what the user downloaded, before any board is touched.
 * @param source a folder, a .zip or a .tgz
 * @param settings the path of flash.config.json
 * @throws {UserError} with all that is wrong
 */
export function readInterpreter(source: string, settings: string): Interpreter {
  const listing = readListing(interpreterKey(settings));
  const names = listing.files.map(({ file }) => file);
  return { chip: listing.chip, parts: checkFiles(listing, openDownload(source, names)) };
}

function interpreterKey(settings: string): unknown {
  try {
    const { interpreter } = Object(JSON.parse(readFileSync(settings, "utf8"))) as { interpreter?: unknown };
    return interpreter;
  } catch (error) {
    throw new UserError(`${settings} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export interface PutOptions {
  /** bits per second, of Espruino's console: what the link has afterwards */
  readonly baud: number;
  /** bits per second, for the files */
  readonly flashBaud: number;
  readonly verbose?: boolean;
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
