/** The chip itself, and its Storage. */
import type { Wifi } from "../board.ts";

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const watchdog = 90;

/** Twelve hex digits. */
export function serialNumber(): string {
  return getSerial().toLowerCase().replace(/\W/g, "");
}

/**
 * Makes random numbers differ from board to board and boot to boot. On the ESP32 Espruino's, `E.hwRand`'s too, start from the
 * same constants at every power-on: every board of a classroom would reconnect at the same moments after a power cut.
 */
export function seedRandom(seed: string): void {
  E.srand(E.CRC32(seed));
}

/** From now on a chip that is not kicked for a minute and a half restarts. */
export function startWatchdog(): void {
  E.enableWatchdog(watchdog, false);
}

export function kickWatchdog(): void {
  E.kickWatchdog();
}

/** A reset of the whole chip. With Wi-Fi up it prints a panic first, and starts all the same. */
export function restartChip(): void {
  E.reboot();
}

/** From now on the console asks for this password, of at most 20 bytes. */
export function lockConsole(password: string): void {
  E.setPassword(password);
  E.lockConsole();
}

/** The interpreter's variables. */
export function memory(): { used: number; total: number } {
  const found = process.memory();
  return { used: found.usage, total: found.total };
}

/** The driver starts when it is first asked for. */
export function wifi(): Wifi {
  return require("Wifi");
}

/** A Storage file's bytes; undefined when there is none. */
export function readFile(name: string): string | undefined {
  return require("Storage").read(name);
}

/** Writes bytes into a Storage file of `size` bytes, where they are still erased. */
export function writeAt(name: string, bytes: string, offset: number, size: number): void {
  require("Storage").write(name, bytes, offset, size);
}

/** What `Storage.writeJSON` wrote, which is not strict JSON; undefined when it is not that either. */
export function readLooseJson(name: string): unknown {
  return require("Storage").readJSON(name, true);
}
