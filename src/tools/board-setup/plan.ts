/** What has to be written so that a board runs a node: decided from what is there, before anything is touched. */
import { crc32 } from "../../../board/shared/crc32.ts";
import { journalSize, newJournal, Mark } from "../../firmware/journal.ts";
import { hasMarks } from "./boot-count.ts";
import { handoverFile } from "../board-session/handover.ts";
import {
  bootFileName,
  configFileName,
  discoveryFileName,
  doorsFileName,
  handoverFileName,
  journalFileNames,
  readyFileNames,
  slotFileNames,
  type ReadyFile,
} from "../board-session/storage-files.ts";
import { room, type FileSum } from "../board-session/board-storage.ts";
import { activeSlot, otherSlot, type BoardState } from "../board-session/read-board.ts";
import { roomForUpdate } from "../node-build/built-node.ts";

export interface Wanted {
  /** Undefined: whatever node is there stays. */
  release: { boot: string; doors: string; node: string } | undefined;
  /** The bytes of ding.json; undefined: it stays as it is. */
  config: string | undefined;
  /** The bytes of the document for Home Assistant; undefined: what is there stays, and the node sees to it. */
  discovery: string | undefined;
  /** The count of boots to go on from where the board has none. */
  countFrom: number;
  /** Switching Bluetooth off erases the boot guard: the handover has to put it there again. */
  bluetoothGoesOff: boolean;
}

export interface Plan {
  /** Removed first: a guard without a node would start one that is half written. */
  removeGuard: boolean;
  /** The journal names a slot that is empty: first it must name the one that is in use, or the new node would start too early. */
  firstMark: Mark | undefined;
  /** A journal that takes over from one that is full, or missing. */
  newJournal: { file: string; bytes: string } | undefined;
  /** The other journal, if it has to be made: an empty file, so that turning over to it takes no new room. */
  reserve: string | undefined;
  /** The node's bytes go into this file, which is not in use. */
  node: { file: string; bytes: string } | undefined;
  /** What the handover puts into place. */
  ready: readonly { file: ReadyFile; bytes: string }[];
  /** The byte of the journal that starts the new slot. */
  mark: { file: string; at: number; mark: Mark } | undefined;
  /** Bytes of Storage that all this takes. */
  need: number;
  /** Bytes that are to be free after it: with fewer the node takes no update over MQTT. */
  keepFree: number;
  /** What may go if there is no room: nobody uses it. */
  spare: readonly string[];
}

export function makePlan(board: BoardState, { release, config, discovery, countFrom, bluetoothGoesOff }: Wanted): Plan {
  const { files, journal, names } = board;
  const active = activeSlot(board);
  const stays = !release || (active !== undefined && isSame(files.get(slotFileNames[active]), release.node));
  const target = stays ? undefined : active === undefined ? journal.slot : otherSlot(active);

  const ready: Plan["ready"][number][] = [];
  if (config !== undefined && config !== board.config) ready.push({ file: configFileName, bytes: config });
  if (discovery !== undefined && discovery !== board.discovery) ready.push({ file: discoveryFileName, bytes: discovery });
  if (release && (bluetoothGoesOff || !isSame(files.get(bootFileName), release.boot))) ready.push({ file: bootFileName, bytes: release.boot });
  if (release && !isSame(files.get(doorsFileName), release.doors)) ready.push({ file: doorsFileName, bytes: release.doors });

  let { end } = journal;
  let file: string = board.journalFile;
  let takesOver: Plan["newJournal"];
  const firstMark = target !== undefined && active !== undefined && journal.slot !== active ? active : undefined;
  // A mark also ends a row of short boots. Else what was mended would not be started, and flashing itself adds to the row.
  // It also ends the trial of an update that came over MQTT: what was flashed last is what shall run.
  const endsTrial = release !== undefined && journal.trial === Mark.Trial;
  const marked = active === undefined ? undefined : (target ?? (journal.failures > 0 || endsTrial ? active : undefined));
  const marks = (marked === undefined ? 0 : 1) + (firstMark === undefined ? 0 : 1);
  if (end === 0 && (release || marks > 0)) {
    takesOver = { file, bytes: newJournal({ ...journal, boots: countFrom }) };
  } else if (marks > 0 && end + marks > journalSize) {
    file = otherJournal(file);
    // Of two that count the same boots the guard takes the first. This boot, in which no node runs, makes the difference.
    takesOver = { file, bytes: newJournal(journal) + Mark.Safe };
  }
  if (takesOver) end = takesOver.bytes.length;
  const reserve = release && (takesOver || !board.reservedJournals.includes(otherJournal(file))) ? otherJournal(file) : undefined;
  if (firstMark !== undefined) end++;
  const mark = marked === undefined ? undefined : { file, at: end, mark: marked };

  const node = target === undefined || !release ? undefined : { file: slotFileNames[target], bytes: release.node };
  const writesNode = node !== undefined && !isSame(files.get(node.file), node.bytes);
  let need = writesNode ? room(node.bytes.length) : 0;
  for (const { bytes } of ready) need += 2 * room(bytes.length);
  for (const each of [takesOver, reserve]) if (each !== undefined) need += room(journalSize);
  if (ready.length > 0) need += room(handoverFile({ files: ready.map((one) => one.file), mark }).length) + room(0);

  const unused = active === undefined ? [] : [slotFileNames[otherSlot(active)]].filter((name) => name !== node?.file || writesNode);
  const leftovers = [handoverFileName, ...Object.values(readyFileNames), ...unused];
  return {
    // Only our guard keeps a journal.
    removeGuard: target !== undefined && active === undefined && files.has(bootFileName) && hasMarks(journal),
    firstMark,
    newJournal: takesOver,
    reserve,
    node,
    ready,
    mark,
    need,
    keepFree: release ? roomForUpdate(release) : 0,
    spare: leftovers.filter((name) => names.includes(name)),
  };
}

function otherJournal(file: string): string {
  return journalFileNames[file === journalFileNames[0] ? 1 : 0];
}

/** What a file that is laid ready is, in words. */
export const readyWords: Readonly<Record<ReadyFile, string>> = {
  [bootFileName]: "the boot guard",
  [doorsFileName]: "the file that closes the consoles",
  [configFileName]: "the configuration",
  [discoveryFileName]: "the document for Home Assistant",
};

/** Whether the board has all of it already; the journal may want a mark nevertheless. */
export function isNothing(plan: Plan): boolean {
  return !plan.node && plan.ready.length === 0;
}

/** Whether Storage has to be compacted first. A running node never does that, since its code is there. */
export function isShortOfRoom({ need, keepFree }: Plan, free: number): boolean {
  return free < need + keepFree;
}

/** The plan in words, for `--dry-run`. */
export function describePlan(plan: Plan, board: BoardState): string[] {
  const active = activeSlot(board);
  const lines = [];
  if (plan.removeGuard) lines.push(`Would remove ${bootFileName}, which has no node to start`);
  if (plan.newJournal) lines.push(`Would count boots from ${Number(plan.newJournal.bytes.slice(0, 8))} on, in ${plan.newJournal.file}`);
  if (plan.node) {
    const stays = active === undefined ? "" : `; ${slotFileNames[active]} keeps the old one`;
    lines.push(`Would write the node to ${plan.node.file} (${plan.node.bytes.length} bytes${stays})`);
  }
  for (const { file, bytes } of plan.ready) {
    lines.push(`Would write ${readyWords[file]} to ${file} (${bytes.length} bytes)`);
  }
  if (lines.length > 0) lines.push(`That takes ${plan.need} bytes of Storage; ${board.free} are free`);
  else lines.push("Nothing to write: the board is up to date");
  if (isShortOfRoom(plan, board.free)) {
    const needed = plan.need + plan.keepFree;
    lines.push(`Would make room in Storage: ${board.free} bytes are free, ${needed} are needed, with those for an update over MQTT`);
  }
  return lines;
}

function isSame(found: FileSum | undefined, bytes: string): boolean {
  return found?.bytes === bytes.length && found.crc32 === crc32(bytes);
}
