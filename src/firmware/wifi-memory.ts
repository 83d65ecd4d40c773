/**
 * Which of several Wi-Fi networks was good last, kept over a restart: a Storage file to which a digit is appended whenever
 * another network has proved good. Flash takes one write per byte after an erase, so only every 64th change rewrites the file.
 */
import { readFile, writeAt } from "../../board/esp32/chip.ts";
import { log, LogPrefix } from "./log.ts";

const enum File {
  Name = "ding.wifi",
}

const fileSize = 64;

/** The index of the network that was good last, among `count`; 0 if it is not known. */
export function lastGoodNetwork(count: number): number {
  const index = parseInt(readDigits().slice(-1), 10);
  return index < count ? index : 0;
}

/** Notes the index, 0 to 9, of a network that is good; writes nothing if it is the last one noted. */
export function rememberNetwork(index: number): void {
  const digits = readDigits();
  if (digits.slice(-1) === String(index)) return;
  try {
    writeAt(File.Name, String(index), digits.length < fileSize ? digits.length : 0, fileSize);
  } catch (error) {
    log(LogPrefix.Wifi, "cannot note which network is good, is Storage full? " + String(error));
  }
}

function readDigits(): string {
  return (readFile(File.Name) || "").split("\xff")[0]!;
}
