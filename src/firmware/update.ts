/**
 * Update over MQTT (docs/updating.md): an announcement, then pieces, which go into the idle slot. The file is checked as a
 * whole, and the node restarts into it, on trial (trial.ts). Nothing need be remembered over a power cut: when the announcement
 * is repeated, flash shows where to go on.
 */
import { parseAnnouncement, refusal, type Announcement } from "./announcement.ts";
import { log, LogPrefix } from "./log.ts";
import { publishUpdate } from "./mqtt.ts";
import { Mark } from "./journal.ts";
import { restartSoon } from "./restart.ts";
import { eraseSlot, hashOf, idleSlot, roomFault, runningSlot, writePiece, writtenIn } from "./slots.ts";
import { claimSlots, trialState } from "./trial-state.ts";
import { quote } from "./utf8.ts";

interface Update {
  /** The version that it leads to. */
  _to: string;
  /** Bytes. */
  _size: number;
  _sha256: string;
  /** Bytes of it that are in flash. */
  _written: number;
  /** Where the piece begins that is wanted: after a resumption before the end of what is in flash. */
  _offset: number;
  /** It resumed from what was in flash. If that turns out to be another file, it starts over. */
  _isResumed: boolean;
  /** Why it failed; "" if it did not. */
  _reason: string;
}

/** Bytes of a piece. */
const maxPiece = 2048;

/** What was announced last; undefined if there is nothing to say about it. */
let update: Update | undefined;

/** Handles an announcement whose signature is valid. Returns false if the text is not an announcement. */
export function handleAnnouncement(text: string): boolean {
  const announced = parseAnnouncement(text);
  if (!announced) return false;
  const isUnderWay = update && !update._reason;
  // Once the node is about to restart nothing holds it back.
  const goesOn = isUnderWay && (update!._sha256 === announced.sha256 || update!._offset === update!._size);
  if (!goesOn) begin(announced);
  publishUpdateState();
  return true;
}

/** Handles a piece: its offset in digits, a line feed, its bytes. One that is not wanted changes nothing. */
export function handlePiece(text: string): void {
  if (!update || update._reason) return;
  const lineEnd = text.indexOf("\n");
  const isNext = lineEnd > 0 && text.substr(0, lineEnd) === String(update._offset);
  const length = text.length - lineEnd - 1;
  if (isNext && length > 0 && length <= maxPiece && update._offset + length <= update._size) take(update, text.substr(lineEnd + 1));
  publishUpdateState();
}

/** Whether the node is about to restart into a new version. */
export function isUpdateStarting(): boolean {
  return !!update && !update._reason && update._offset === update._size;
}

/** Says how far an update is; call it at each connect. */
export function publishUpdateState(): void {
  publishUpdate(state());
}

function state(): string {
  if (!update) return trialState();
  const to = '"to":' + quote(update._to);
  if (update._reason) return '"state":"failed",' + to + ',"reason":' + quote(update._reason);
  if (update._offset === update._size) return '"state":"starting",' + to;
  return '"state":"receiving",' + to + ',"offset":' + update._offset + ',"size":' + update._size;
}

function begin(announced: Announcement): void {
  update = undefined;
  const isCurrent = announced.sha256 === hashOf(runningSlot());
  const slotFault = claimSlots();
  if (!announced.update || isCurrent) return;
  update = {
    _to: announced.update,
    _size: announced.size,
    _sha256: announced.sha256,
    _written: 0,
    _offset: 0,
    _isResumed: true,
    _reason: refusal(announced) || slotFault,
  };
  if (update._reason) fail(update, update._reason);
  else resume(update);
}

/** Goes on from what the idle slot holds. */
function resume(from: Update): void {
  from._written = writtenIn(idleSlot(), from._size);
  from._offset = from._written - (from._written % maxPiece);
  if (from._written === from._size) finish(from);
  else if (!from._written) startOver(from, "");
  else log(LogPrefix.Update, "receiving " + from._to + " from byte " + from._offset + " on");
}

function take(to: Update, piece: string): void {
  if (!writePiece(idleSlot(), to._size, to._written, to._offset, piece)) {
    startOver(to, "flash holds something else than what was written");
    return;
  }
  to._offset += piece.length;
  to._written = Math.max(to._written, to._offset);
  if (to._offset === to._size) finish(to);
}

/** All bytes are there: restarts into them if they are the right ones. */
function finish(received: Update): void {
  if (hashOf(idleSlot()) !== received._sha256) {
    startOver(received, "the SHA-256 of what arrived is not the announced one");
    return;
  }
  received._offset = received._size;
  log(LogPrefix.Update, "starting " + received._to);
  restartSoon(Mark.Trial);
}

/** Begins with the first byte, if what was resumed is at fault; else the update has failed. */
function startOver(failed: Update, reason: string): void {
  const fault = failed._isResumed ? roomFault(failed._size) : reason;
  eraseSlot(idleSlot());
  failed._isResumed = false;
  failed._written = failed._offset = 0;
  if (fault) fail(failed, fault);
  else log(LogPrefix.Update, "receiving " + failed._to);
}

function fail(failed: Update, reason: string): void {
  failed._reason = reason;
  log(LogPrefix.Update, failed._to + " failed: " + reason);
}
