/**
 * The log in flash: messages that wait for their receipt, in pages of one kind each. A power cut at any moment costs at most
 * the record that was being written.
 */
import { readRegion, Region, writeRegion } from "../../board/esp32/flash-region.ts";
import {
  blankWord,
  claim,
  erase,
  hasWaiting,
  isBlank,
  isInUse,
  Kind,
  kindOf,
  Layout,
  makeRecord,
  numberOf,
  readHeader,
  readText,
  scan,
  sizeOf,
} from "./flash-page.ts";

export interface LogRecord {
  /** In the region; -1 once its page was given to newer messages. */
  address: number;
  kind: Kind;
  text: string;
}

/** The pages of one kind. */
interface Lane {
  /** The page that is written to, its number, and the offset of its next record; -1: none. */
  _page: number;
  _number: number;
  _end: number;
  /** The same of the page that is read. */
  _readPage: number;
  _readNumber: number;
  _readAt: number;
  /** The record that was read last and is not taken yet. */
  _next: LogRecord | undefined;
}

export interface FlashLog {
  /** Records that wait, those in flight included. */
  waiting: number;
  /** Records that were taken and wait for their receipt. */
  inFlight: LogRecord[];
  /** Messages lost since the log was opened, for want of room. */
  dropped: number;
  /** Whether there may be pages to erase. */
  isUntidy: boolean;
  /** Pages of the region in use, from its start. */
  _pages: number;
  /** The number for the next page that is taken, and the last page taken: pages wear evenly. */
  _nextNumber: number;
  _lastPage: number;
  /** By kind. */
  _lanes: Lane[];
}

/** Reads the first `pages` pages of the region. */
export function openLog(pages: number): FlashLog {
  const log: FlashLog = {
    waiting: 0,
    inFlight: [],
    dropped: 0,
    isUntidy: true,
    _pages: pages,
    _nextNumber: 0,
    _lastPage: pages - 1,
    _lanes: [newLane(), newLane()],
  };
  for (let page = 0; page < pages; page++) {
    const header = readHeader(page);
    if (!isInUse(header)) continue;
    const found = scan(page);
    const lane = log._lanes[kindOf(header)]!;
    const number = numberOf(header);
    log.waiting += found.waiting;
    if (number > lane._number) {
      lane._page = page;
      lane._number = number;
      lane._end = found.end;
    }
    if (number < log._nextNumber) continue;
    log._nextNumber = number + 1;
    log._lastPage = page;
  }
  return log;
}

function newLane(): Lane {
  return { _page: -1, _number: -1, _end: 0, _readPage: -1, _readNumber: -1, _readAt: 0, _next: undefined };
}

/**
 * Writes a message. When no page is free the oldest page of readings goes, then the oldest of events; a reading never costs
 * an event, but is dropped itself. False if it is neither kept nor counted as dropped, since the flash is broken.
 * @throws {Error} as `readRegion`; the message may be in the log all the same
 */
export function append(log: FlashLog, kind: Kind, text: string): boolean {
  const lane = log._lanes[kind]!;
  const record = makeRecord(text);
  for (let attempt = 0; attempt <= log._pages; attempt++) {
    if ((lane._page < 0 || lane._end + record.length > Region.PageSize) && !takePage(log, kind)) break;
    const address = lane._page * Region.PageSize + lane._end;
    writeRegion(address, record);
    lane._end += record.length;
    log.waiting++;
    if (readRegion(address, record.length) === record) return true;
    lane._end = Region.PageSize;
    log.waiting--;
  }
  if (kind === Kind.Event || oldestPage(log, Kind.Event, -1) < 0) return false;
  log.dropped++;
  return true;
}

/** The oldest record of a kind that was not taken yet. */
export function nextRecord(log: FlashLog, kind: Kind): LogRecord | undefined {
  const lane = log._lanes[kind]!;
  while (!lane._next) {
    const page = lane._readPage * Region.PageSize;
    const word = lane._readPage < 0 || lane._readAt > Region.PageSize - Layout.Frame ? blankWord : readRegion(page + lane._readAt, 4);
    const size = sizeOf(word);
    if (word === blankWord || lane._readAt + size > Region.PageSize) {
      if (lane._readPage === lane._page || !readNextPage(log, kind)) return undefined;
    } else {
      const text = word.charAt(0) === "\xff" ? readText(page + lane._readAt, word) : undefined;
      if (text !== undefined) lane._next = { address: page + lane._readAt, kind: kind, text: text };
      lane._readAt += size;
    }
  }
  return lane._next;
}

/** Takes the record that `nextRecord` gave. */
export function takeRecord(log: FlashLog, kind: Kind): void {
  const lane = log._lanes[kind]!;
  log.inFlight.push(lane._next!);
  lane._next = undefined;
}

/** Handles a receipt. False if no message in flight has this text. */
export function markDone(log: FlashLog, text: string): boolean {
  for (let i = 0; i < log.inFlight.length; i++) {
    if (log.inFlight[i]!.text !== text) continue;
    const address = log.inFlight.splice(i, 1)[0]!.address;
    if (address < 0) return true;
    writeRegion(address, "\0\xff\xff\xff");
    log.waiting--;
    return true;
  }
  return false;
}

/** Erases one page that is of no use any more, if there is one. */
export function tidy(log: FlashLog): void {
  log.isUntidy = false;
  for (let page = 0; page < log._pages; page++) {
    const header = readHeader(page);
    if (isBlank(header)) continue;
    if (isInUse(header)) {
      const lane = log._lanes[kindOf(header)]!;
      if (numberOf(header) >= lane._readNumber) continue;
      log.isUntidy = true; // if it waits for receipts only
      if (scan(page).waiting) continue;
    }
    if (erase(page)) {
      log.isUntidy = true; // there may be more
      return;
    }
  }
}

/** Starts reading the next page of a kind. False if this was the last one. */
function readNextPage(log: FlashLog, kind: Kind): boolean {
  const lane = log._lanes[kind]!;
  const page = oldestPage(log, kind, lane._readNumber);
  if (page < 0) return false;
  lane._readNumber = numberOf(readHeader(page));
  lane._readPage = page;
  lane._readAt = Layout.Header;
  log.isUntidy = true;
  return true;
}

/** Finds the oldest page of a kind whose number is above `after`; -1 if none is. */
function oldestPage(log: FlashLog, kind: Kind, after: number): number {
  let oldest = -1;
  let lowest = 0;
  for (let page = 0; page < log._pages; page++) {
    const header = readHeader(page);
    const number = numberOf(header);
    if (!isInUse(header) || kindOf(header) !== kind || number <= after || (oldest >= 0 && number > lowest)) continue;
    oldest = page;
    lowest = number;
  }
  return oldest;
}

/** Makes the next free page the one that a kind is written to. */
function takePage(log: FlashLog, kind: Kind): boolean {
  const lane = log._lanes[kind]!;
  for (let attempt = 0; attempt < log._pages; attempt++) {
    const page = freePage(log, kind);
    if (page < 0) return false;
    const number = log._nextNumber++;
    log._lastPage = page;
    if (!claim(page, kind, number)) continue;
    lane._page = page;
    lane._number = number;
    lane._end = Layout.Header;
    return true;
  }
  return false;
}

/** Finds a blank page. If none is left, erases one on which nothing waits; failing that, gives up the oldest messages. Returns -1 if nothing works. */
function freePage(log: FlashLog, kind: Kind): number {
  for (let i = 1; i <= log._pages; i++) {
    const page = (log._lastPage + i) % log._pages;
    if (isBlank(readHeader(page))) return page;
  }
  for (let i = 1; i <= log._pages; i++) {
    const page = (log._lastPage + i) % log._pages;
    if (isInUse(readHeader(page))) {
      if (hasWaiting(page)) continue;
      giveUp(log, page);
    }
    if (erase(page)) return page;
  }
  let victim = oldestPage(log, Kind.Reading, -1);
  if (victim < 0 && kind === Kind.Event) victim = oldestPage(log, Kind.Event, -1);
  if (victim < 0) return -1;
  giveUp(log, victim);
  return erase(victim) ? victim : -1;
}

/** Counts the messages of a page as lost, but for those in flight: the client has them still. */
function giveUp(log: FlashLog, page: number): void {
  const lane = log._lanes[kindOf(readHeader(page))]!;
  const waiting = scan(page).waiting;
  log.waiting -= waiting;
  log.dropped += waiting;
  for (const record of log.inFlight) {
    if (Math.floor(record.address / Region.PageSize) !== page) continue;
    record.address = -1;
    log.dropped--;
  }
  if (lane._page === page) lane._page = -1;
  if (lane._readPage === page) lane._readPage = -1;
  if (lane._next && Math.floor(lane._next.address / Region.PageSize) === page) lane._next = undefined;
}
