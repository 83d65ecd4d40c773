/**
 * The highest counter of a signed command, kept over power cuts. Two pages of the region (board/esp32/flash-region.ts) take
 * an entry of 20 bytes for each command: the counter in 16 digits, and the CRC-32 of key and digits, so that entries of
 * another key do not count. When one page is full the other is erased, just before its first entry; so the highest entry is
 * never in a page that is being erased.
 */
import { erasePage, readRegion, Region, writeRegion } from "../../board/esp32/flash-region.ts";
import { blankWord, crcBytes } from "./flash-page.ts";
import { PageAt } from "./region-layout.ts";

const entrySize = 20;

export interface CommandCounter {
  /** 16 digits; "" if there was no command yet. */
  _highest: string;
  /** What makes the entries this key's. */
  _key: string;
  /** The page with the highest entry, and the offset of the next one there. */
  _page: number;
  _end: number;
}

/** Reads both pages. @param key any text that only this key has */
export function openCounter(key: string): CommandCounter {
  const counter: CommandCounter = { _highest: "", _key: key, _page: PageAt.SecondCounters, _end: Region.PageSize };
  readPage(counter, PageAt.FirstCounters);
  readPage(counter, PageAt.SecondCounters);
  return counter;
}

/**
 * Notes a counter that is higher than all before; call it before the command is obeyed. False if flash does not take it.
 * @param digits 16 digits
 */
export function noteCounter(counter: CommandCounter, digits: string): boolean {
  const entry = makeEntry(counter, digits);
  if (counter._end > Region.PageSize - entrySize || !writeEntry(counter._page + counter._end, entry)) {
    counter._end = 0;
    const other = PageAt.FirstCounters + PageAt.SecondCounters - counter._page;
    erasePage(other);
    if (!writeEntry(other, entry)) {
      counter._end = Region.PageSize;
      return false;
    }
    counter._page = other;
  }
  counter._end += entrySize;
  counter._highest = digits;
  return true;
}

/** Takes the highest entry of a page. What a power cut left of an entry is passed over; a page that begins with none is not in use. */
function readPage(counter: CommandCounter, page: number): void {
  const before = counter._highest;
  let end = 0;
  for (; end <= Region.PageSize - entrySize; end += entrySize) {
    const entry = readRegion(page + end, entrySize);
    if (entry.substr(0, 4) === blankWord) break;
    const digits = entry.substr(0, 16);
    const isWhole = entry === makeEntry(counter, digits);
    if (!end && !isWhole) return;
    if (isWhole && digits > counter._highest) counter._highest = digits;
  }
  if (counter._highest === before) return;
  counter._page = page;
  counter._end = end;
}

function makeEntry(counter: CommandCounter, digits: string): string {
  return digits + crcBytes(counter._key + digits);
}

function writeEntry(address: number, entry: string): boolean {
  writeRegion(address, entry);
  return readRegion(address, entrySize) === entry;
}
