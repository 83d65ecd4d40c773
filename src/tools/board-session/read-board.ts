/** What a board is and what its Storage holds, as far as flashing and diagnosing need it. */
import { listOf, numberOf, textOf } from "./answer-values.ts";
import { journalSize, Mark, readJournal, type BootJournal } from "../../firmware/journal.ts";
import { literal } from "./question.ts";
import { headLength, isHandover } from "./handover.ts";
import {
  bootFileName,
  configFileName,
  discoveryFileName,
  doorsFileName,
  handoverFileName,
  journalFileNames,
  slotFileNames,
  type Slot,
} from "./storage-files.ts";
import type { BoardStorage, FileSum } from "./board-storage.ts";

export interface BoardState {
  /** Espruino's version, such as "2v29". */
  version: string;
  /** Espruino's name of the board, such as "ESP32". */
  board: string;
  /** Espruino's Bluetooth, as the chip's settings have it. */
  bluetooth: "on" | "off" | "none";
  /** Bytes that the largest new file may have. */
  free: number;
  /** All of Storage's names. */
  names: readonly string[];
  /** What a node consists of, as far as it is there. */
  files: ReadonlyMap<string, FileSum>;
  journal: BootJournal;
  /** Where the journal's next mark goes. */
  journalFile: (typeof journalFileNames)[number];
  /** Journals in which nothing is written yet. */
  reservedJournals: readonly string[];
  /** The bytes of ding.json, if they were wanted. */
  config: string | undefined;
  /** The bytes of the document for Home Assistant, if there is one. */
  discovery: string | undefined;
  /** The chip's, as `getSerial()` gives it. */
  serial: string;
  /** A `.boot3` that is not ours. */
  foreignBoot3: boolean;
}

const summed = [bootFileName, slotFileNames[Mark.First], slotFileNames[Mark.Second], configFileName, doorsFileName, discoveryFileName];

/** All in one question: a board has a few milliseconds for each, and a cable some more. */
const question =
  `(function(s){` +
  `function sum(n){var d=s.read(n);return d===undefined?0:[d.length,E.CRC32(d)]}` +
  // What is still erased need not come over the line.
  `function used(n){var d=s.read(n),e;if(d===undefined)return 0;e=d.indexOf("\\xff",8);return[d.length,e<0?d:d.substr(0,e)]}` +
  `return[process.env.VERSION,process.env.BOARD,s.getFree(),s.list(),[${summed.map((name) => literal(name, "'")).join()}].map(sum),` +
  `[${journalFileNames.map((name) => literal(name, "'")).join()}].map(used),s.read(${literal(handoverFileName, "'")},0,${headLength})||0,` +
  // Builds without Bluetooth have no such object, or no such state.
  `typeof ESP32=="object"&&ESP32.getState?ESP32.getState().BLE:null,getSerial()]` +
  `})(require("Storage"))`;

/**
 * Reads what a board is and has; changes nothing.
 * @param wanted without `config` its passwords stay on the board
 */
export async function readBoard(storage: BoardStorage, wanted: { config: boolean } = { config: true }): Promise<BoardState> {
  const [version, board, free, names, sums, journals, head, isBluetoothOn, serial] = listOf(await storage.value(question));
  const files = new Map<string, FileSum>();
  listOf(sums).forEach((sum, i) => {
    const [bytes, crc32] = listOf(sum);
    const name = summed[i];
    if (name !== undefined && typeof bytes === "number") files.set(name, { bytes, crc32: numberOf(crc32) >>> 0 });
  });
  const [first, second] = listOf(journals).map(journalOf);
  // As the boot guard chooses.
  const isSecond = first !== undefined && second !== undefined && second.boots > first.boots;
  const config = wanted.config ? files.get(configFileName) : undefined;
  const discovery = files.get(discoveryFileName);
  return {
    version: textOf(version),
    board: textOf(board),
    bluetooth: typeof isBluetoothOn !== "boolean" ? "none" : isBluetoothOn ? "on" : "off",
    free: numberOf(free),
    names: listOf(names).map(textOf),
    files,
    journal: (isSecond ? second : first) ?? readJournal(undefined, false),
    journalFile: journalFileNames[isSecond ? 1 : 0],
    reservedJournals: journalFileNames.filter((_name, i) => isReserved(listOf(journals)[i])),
    config: config && (await storage.read(configFileName, 0, config.bytes)),
    discovery: discovery && (await storage.read(discoveryFileName, 0, discovery.bytes)),
    serial: textOf(serial),
    foreignBoot3: typeof head === "string" && !isHandover(head),
  };
}

/** @param used the file's length, and its bytes as far as they are written */
function journalOf(used: unknown): BootJournal {
  const [length, bytes] = listOf(used);
  return readJournal(length === journalSize ? textOf(bytes).padEnd(journalSize, "\xff") : undefined, false);
}

/** @param used as for a journal */
function isReserved(used: unknown): boolean {
  const [length, bytes] = listOf(used);
  return length === journalSize && /^\xff+$/.test(textOf(bytes));
}

/** The slot that the boot guard starts, if there is a node in either. */
export function activeSlot({ files, journal }: Pick<BoardState, "files" | "journal">): Slot | undefined {
  const other = otherSlot(journal.slot);
  if (files.has(slotFileNames[journal.slot])) return journal.slot;
  return files.has(slotFileNames[other]) ? other : undefined;
}

export function otherSlot(slot: Slot): Slot {
  return slot === Mark.First ? Mark.Second : Mark.First;
}
