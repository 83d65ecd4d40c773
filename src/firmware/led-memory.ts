/**
 * What the LED was like before the power went (`led.restore`). The last page of the region (board/esp32/flash-region.ts) takes an
 * entry of 4 bytes for each state that lasted: on or off, the brightness in percent, and the complement of both. It is erased
 * only when it is full.
 */
import { erasePage, hasRegion, readRegion, Region, writeRegion } from "../../board/esp32/flash-region.ts";
import type { LedConfig } from "./config.ts";
import { applyCommand, lastingState, type Led } from "./led.ts";
import { log, LogPrefix } from "./log.ts";

const enum Entry {
  Size = 4,
  /** The last page's address. */
  First = 61440,
}

/** Seconds that a state must last before it is written: somebody who plays with the LED must not wear the flash. */
const steadyFor = 10;

export interface LedMemory {
  /** The last entry in flash; "" for none. */
  _written: string;
  /** The present state as an entry, and for how many seconds it has been the same. */
  _seen: string;
  _steady: number;
}

/** Sets the LED as the configuration says. Returns what `rememberLed` needs if its state is to be kept. */
export function restoreLed(led: Led, config: LedConfig): LedMemory | undefined {
  if (config.restore === "on") applyCommand(led, { state: "on" });
  if (config.restore !== "last") return undefined;
  if (!hasRegion()) {
    log(LogPrefix.Node, "this build of Espruino has no flash at 0x310000: led.restore has no effect");
    return undefined;
  }
  const end = freePlace();
  const entry = end > Entry.First ? readRegion(end - Entry.Size, Entry.Size) : "";
  if (isWhole(entry)) applyCommand(led, { state: entry.charCodeAt(0) ? "on" : "off", brightness: entry.charCodeAt(1) / 100 });
  return { _written: entry, _seen: entry, _steady: 0 };
}

/** Writes the LED's state once it has lasted; call it once a second. */
export function rememberLed(memory: LedMemory, led: Led): void {
  const state = lastingState(led);
  const brightness = Math.max(1, Math.round(state.brightness * 100));
  const entry = String.fromCharCode(+state.isOn, brightness, 255 - +state.isOn, 255 - brightness);
  memory._steady = entry === memory._seen ? memory._steady + 1 : 0;
  memory._seen = entry;
  if (memory._steady < steadyFor || entry === memory._written) return;
  let place = freePlace();
  if (place === Region.Size) {
    place = Entry.First;
    erasePage(place);
  }
  writeRegion(place, entry);
  memory._written = entry;
}

/** Where the next entry goes; the region's end if the page is full. */
function freePlace(): number {
  let from: number = Entry.First;
  let to: number = Region.Size;
  // Entries follow each other without gaps, so a binary search finds the end.
  while (from < to) {
    const middle = from + (((to - from) >> 3) << 2);
    if (readRegion(middle, Entry.Size) === "\xff\xff\xff\xff") to = middle;
    else from = middle + Entry.Size;
  }
  return from;
}

/** False for what a power cut left, or another program. */
function isWhole(entry: string): boolean {
  return entry.charCodeAt(0) + entry.charCodeAt(2) === 255 && entry.charCodeAt(1) + entry.charCodeAt(3) === 255;
}
