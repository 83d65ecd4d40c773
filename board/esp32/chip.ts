/** The chip on Espruino: watchdog, restart, memory, Wi-Fi driver, Storage. */
import type { Wifi } from "../board.ts";

/** Seconds: longer than a blocking TCP connect or DNS lookup, so that only a real hang triggers it. */
const watchdogTimeout = 90;

/** Twelve hex digits, lower case. */
export function serialNumber(): string {
  return getSerial().toLowerCase().replace(/\W/g, "");
}

/**
 * Seeds `Math.random` differently for each board and boot. On the ESP32 both it and `E.hwRand` start from the same constants
 * at every power-on: after a power cut, all boards of a classroom would reconnect at the same moments.
 */
export function seedRandom(seed: string): void {
  E.srand(E.CRC32(seed));
}

/** From now on the chip restarts unless `kickWatchdog` is called every 90 s. */
export function startWatchdog(): void {
  E.enableWatchdog(watchdogTimeout, false);
}

export function kickWatchdog(): void {
  E.kickWatchdog();
}

/** Resets the whole chip. If Wi-Fi is up, it prints a panic first, but still restarts. */
export function restartChip(): void {
  E.reboot();
}

/** Locks the console with a password of at most 20 bytes. */
export function lockConsole(password: string): void {
  E.setPassword(password);
  E.lockConsole();
}

/** Memory in JsVars. */
export function memory(): { used: number; total: number } {
  const found = process.memory();
  return { used: found.usage, total: found.total };
}

/** The Wi-Fi driver, started by the first call. */
export function wifi(): Wifi {
  return require("Wifi");
}

/** Espruino's version, such as "2v29". */
export function espruinoVersion(): string {
  return process.env.VERSION;
}

/** Whether this program has loaded a module of this name. */
export function hasLoaded(module: string): boolean {
  return Modules.getCached().indexOf(module) >= 0;
}

/** Reads a Storage file; undefined if it does not exist. */
export function readFile(name: string): string | undefined {
  return require("Storage").read(name);
}

/** Writes bytes at an offset of a Storage file of `size` bytes; they must still be erased there. */
export function writeAt(name: string, bytes: string, offset: number, size: number): void {
  require("Storage").write(name, bytes, offset, size);
}

/** Reads a part of a Storage file; undefined if the file does not exist. On the chip the part takes no RAM. */
export function readPart(name: string, offset: number, length: number): string | undefined {
  return require("Storage").read(name, offset, length);
}

/** Bytes of the largest file that Storage takes without being compacted. */
export function freeStorage(): number {
  return require("Storage").getFree();
}

export function eraseFile(name: string): void {
  require("Storage").erase(name);
}

/** Reads a file written by `Storage.writeJSON`, which is not strict JSON; undefined if it cannot be read. */
export function readLooseJson(name: string): unknown {
  return require("Storage").readJSON(name, true);
}
