/** `npm run flash -- --interpreter <download>`: puts Espruino itself on a blank ESP32. */
import type { SerialLink } from "../serial/link.ts";
import { checkFiles, type Part } from "./check.ts";
import { openDownload } from "./download.ts";
import { readListing } from "./listing.ts";
import { writeParts, type Writing } from "./loader.ts";

export { FLASH_BAUD } from "./loader.ts";

/** Espruino's files, checked, before any board is touched. */
export interface Interpreter {
  readonly chip: string;
  readonly parts: readonly Part[];
}

/**
 * Reads and checks what the user downloaded.
 * @param source a folder, a .zip or a .tgz
 * @param listing the key `interpreter` of flash.config.json
 * @throws {UserError} with all that is wrong
 */
export function readInterpreter(source: string, listing: unknown): Interpreter {
  const wanted = readListing(listing);
  const names = wanted.files.map(({ file }) => file);
  return { chip: wanted.chip, parts: checkFiles(wanted, openDownload(source, names)) };
}

/**
 * Writes it and restarts the chip. The link stays open, at any speed.
 * @throws {UserError} that says what to do
 */
export function writeInterpreter(link: SerialLink, { chip, parts }: Interpreter, how: Omit<Writing, "chip">): Promise<void> {
  return writeParts(link, parts, { chip, ...how });
}
