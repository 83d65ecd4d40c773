/**
 * What the outputs were like before the power went (`led.restore`). The last page of the region (board/esp32/flash-region.ts)
 * takes an entry of 4 bytes for each state that lasted: the output's number and whether it is on, the brightness in percent, and
 * the complement of both. It is erased only when it is full.
 */
import { erasePage, hasRegion, readRegion, Region, writeRegion } from "../../board/esp32/flash-region.ts";
import type { LedConfig } from "./config.ts";
import { applyCommand, lastingState, type Led } from "./led.ts";
import { log, LogPrefix } from "./log.ts";
import { PageAt } from "./region-layout.ts";

const entrySize = 4;

/** Seconds that a state must last before it is written: somebody who plays with the LED must not wear the flash. */
const steadyFor = 10;

export interface LedMemory {
  _led: Led;
  /** The output's place in the configuration: 0 for the LED, 1 for the first of `outputs`. */
  _index: number;
  /** The last entry in flash; "" for none. */
  _written: string;
  /** The present state as an entry, and for how many seconds it has been the same. */
  _seen: string;
  _steady: number;
}

/** Sets an output as its configuration says. Returns what `rememberLeds` needs if its state is to be kept. */
export function restoreLed(led: Led, config: LedConfig, index: number): LedMemory | undefined {
  if (config.restore === "on") applyCommand(led, { state: "on" });
  if (config.restore !== "last") return undefined;
  if (!hasRegion()) {
    log(LogPrefix.Node, "this build of Espruino has no flash at 0x310000: led.restore has no effect");
    return undefined;
  }
  const entry = lastEntry(index);
  if (entry) applyCommand(led, { state: entry.charCodeAt(0) & 1 ? "on" : "off", brightness: entry.charCodeAt(1) / 100 });
  return { _led: led, _index: index, _written: entry, _seen: entry, _steady: 0 };
}

/** The last intact entry of an output; "" if it has none. */
function lastEntry(index: number): string {
  for (let place = freePlace() - entrySize; place >= PageAt.OutputStates; place -= entrySize) {
    const entry = readRegion(place, entrySize);
    if (isWhole(entry) && entry.charCodeAt(0) >> 1 === index) return entry;
  }
  return "";
}

/** Writes the outputs' states once they have lasted; call it once a second. */
export function rememberLeds(memories: LedMemory[]): void {
  for (const memory of memories) rememberLed(memories, memory);
}

function rememberLed(memories: LedMemory[], memory: LedMemory): void {
  const state = lastingState(memory._led);
  const brightness = Math.max(1, Math.round(state.brightness * 100));
  const first = 2 * memory._index + +state.isOn;
  const entry = String.fromCharCode(first, brightness, 255 - first, 255 - brightness);
  memory._steady = entry === memory._seen ? memory._steady + 1 : 0;
  memory._seen = entry;
  if (memory._steady < steadyFor || entry === memory._written) return;
  let place = freePlace();
  if (place === Region.Size) {
    place = PageAt.OutputStates;
    erasePage(place);
    for (const each of memories) each._written = ""; // it is written again, with this one or a second later
  }
  writeRegion(place, entry);
  memory._written = entry;
}

/** Where the next entry goes; the region's end if the page is full. */
function freePlace(): number {
  let from: number = PageAt.OutputStates;
  let to: number = Region.Size;
  // Entries follow each other without gaps, so a binary search finds the end.
  while (from < to) {
    const middle = from + (((to - from) >> 3) << 2);
    if (readRegion(middle, entrySize) === "\xff\xff\xff\xff") to = middle;
    else from = middle + entrySize;
  }
  return from;
}

/** False for what a power cut left, or another program. */
function isWhole(entry: string): boolean {
  return entry.charCodeAt(0) + entry.charCodeAt(2) === 255 && entry.charCodeAt(1) + entry.charCodeAt(3) === 255;
}
