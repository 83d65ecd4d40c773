/**
 * One page of the log in flash (flash-log.ts). It begins with "DING", written after each erase that was finished; then the
 * page's kind and number, and the complement of both, written when the page is taken. Anything else there means: erase before
 * use. Records follow, each in one write: a mark (0xFF: the message waits, anything else: it is done), 0xFF, length, text, 0xFF
 * up to a multiple of 4, CRC-32 of length and text. After a record whose CRC is wrong the rest of the page is not used.
 */
import { erasePage, readRegion, Region, writeRegion } from "../../board/esp32/flash-region.ts";

/** The numbers are also the priorities of the messages in the client. */
export const enum Kind {
  Reading,
  Event,
}

export const enum Layout {
  /** Bytes before a page's first record. */
  Header = 12,
  /** Bytes of a record beside its text. */
  Frame = 8,
}

const erasedMark = "DING";
export const blankWord = "\xff\xff\xff\xff";

export function makeRecord(text: string): string {
  const length = String.fromCharCode(text.length & 255, text.length >> 8);
  const padding = "\xff\xff\xff".substr(0, -text.length & 3);
  return "\xff\xff" + length + text + padding + crcBytes(length + text);
}

/** The CRC-32 of a text, the lowest byte first. */
export function crcBytes(text: string): string {
  const crc = E.CRC32(text);
  return String.fromCharCode(crc & 255, (crc >> 8) & 255, (crc >> 16) & 255, (crc >> 24) & 255);
}

/** The bytes of a record, by its first word. */
export function sizeOf(word: string): number {
  return Layout.Frame + ((lengthOf(word) + 3) & ~3);
}

function lengthOf(word: string): number {
  return word.charCodeAt(2) + (word.charCodeAt(3) << 8);
}

/** The text of a record that waits; undefined if it is not whole. */
export function readText(address: number, word: string): string | undefined {
  const record = readRegion(address, sizeOf(word));
  const text = record.substr(4, lengthOf(word));
  return makeRecord(text) === record ? text : undefined;
}

/** Whether a whole record of a page waits. */
export function hasWaiting(page: number): boolean {
  const start = page * Region.PageSize;
  let at: number = Layout.Header;
  while (at <= Region.PageSize - Layout.Frame) {
    const word = readRegion(start + at, 4);
    const size = sizeOf(word);
    if (word === blankWord || at + size > Region.PageSize) return false;
    if (word.charAt(0) === "\xff" && readText(start + at, word) !== undefined) return true;
    at += size;
  }
  return false;
}

/** How many whole records of a page wait, and where the next one goes. */
export function scan(page: number): { waiting: number; end: number } {
  const start = page * Region.PageSize;
  let waiting = 0;
  let at: number = Layout.Header;
  let isWhole = true;
  while (at <= Region.PageSize - Layout.Frame) {
    const word = readRegion(start + at, 4);
    if (word === blankWord) break;
    const size = sizeOf(word);
    isWhole = at + size <= Region.PageSize;
    if (!isWhole) break;
    if (word.charAt(0) === "\xff") {
      isWhole = readText(start + at, word) !== undefined;
      if (isWhole) waiting++;
    }
    at += size;
  }
  return { waiting: waiting, end: isWhole ? at : Region.PageSize };
}

export function readHeader(page: number): string {
  return readRegion(page * Region.PageSize, Layout.Header);
}

export function isBlank(header: string): boolean {
  return header === erasedMark + blankWord + blankWord;
}

export function isInUse(header: string): boolean {
  if (header.substr(0, 4) !== erasedMark || header.charCodeAt(4) > Kind.Event) return false;
  for (let i = 4; i < 8; i++) {
    if (header.charCodeAt(i) + header.charCodeAt(i + 4) !== 255) return false;
  }
  return true;
}

export function kindOf(header: string): Kind {
  return header.charCodeAt(4) === Kind.Event ? Kind.Event : Kind.Reading;
}

export function numberOf(header: string): number {
  return header.charCodeAt(5) + (header.charCodeAt(6) << 8) + (header.charCodeAt(7) << 16);
}

/** Makes a page blank; false if it stays something else. Its header goes first, so that a power cut leaves no half of its records. */
export function erase(page: number): boolean {
  const address = page * Region.PageSize;
  if (isInUse(readHeader(page))) writeRegion(address, "\0\0\0\0\0\0\0\0\0\0\0\0");
  erasePage(address);
  writeRegion(address, erasedMark);
  return isBlank(readHeader(page));
}

/** Writes the header of a blank page; false if it does not get what it should. */
export function claim(page: number, kind: Kind, number: number): boolean {
  const bytes = [kind, number & 255, (number >> 8) & 255, (number >> 16) & 255];
  let header = erasedMark;
  for (const byte of bytes) header += String.fromCharCode(byte);
  for (const byte of bytes) header += String.fromCharCode(255 - byte);
  writeRegion(page * Region.PageSize + 4, header.substr(4));
  return readHeader(page) === header;
}
