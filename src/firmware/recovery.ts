/**
 * Escalation when reconnecting fails for long: this restarts the layer below. tinymqtt already tries the next host; here
 * the Wi-Fi is rejoined, and finally the chip is restarted. A restart is also the only cure for the memory that Espruino's
 * Wi-Fi leaks at each failed join (13 JsVars) and at each loss (34).
 */
import { memory } from "../../board/esp32/chip.ts";
import { up } from "./clock.ts";
import type { Recovery } from "./config.ts";
import { appendMark } from "./journal-file.ts";
import { Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { rejoin, wifiOnlineFor } from "./wifi.ts";

/** Why the chip must restart. */
export type RestartMark = Mark.RestartOffline | Mark.RestartMemory;

const enum MemoryUse {
  /** Above this share the chip restarts even if messages are queued: out of memory, timers stop, and the node with them. */
  Critical = 0.9,
  /** Above this share it restarts once nothing is queued. */
  High = 0.75,
}

const day = 86400000; // ms
/** Seconds between memory checks, and before the first: a node that needs this much at startup must not restart in a loop. */
const memoryCheckInterval = 60;
const firstMemoryCheck = 600;
/** ms of `up` after which a connection ends a row of restarts. */
const rowEndsAfter = 90000;

/** ms, see `Recovery`; 0: never. */
let initialRejoinAfter = 0;
let restartAfter = 0;
/** When MQTT was lost, ms of `up`; -1 while it is connected. */
let offlineSince = 0;
/** The broker refused the connection: rejoining the Wi-Fi would not help. */
let isRefused = false;
/** ms of Wi-Fi without MQTT before the next rejoin; doubles each time. */
let rejoinAfter = 0;
let secondsToMemoryCheck = firstMemoryCheck;
/** The node's own restarts in a row before this boot, with no connection between. */
export let restarts = 0;
/** How many of them the journal still counts: none once a connection has ended the row. */
let restartsInJournal = 0;
/** How many times a Wi-Fi that claimed to be connected was rejoined. */
export let rejoins = 0;

/**
 * Turns on the link checks. Without this call, as on an unconfigured node, only the memory is checked. Each restart in a row
 * waits twice as long: a broker that is away for days must not make a node that does nothing but restart.
 */
export function setUpRecovery(recovery: Recovery, restartsInRow: number): void {
  initialRejoinAfter = rejoinAfter = recovery.rejoin;
  restartAfter = recovery.restart;
  restarts = restartsInJournal = restartsInRow;
}

export function markOnline(): void {
  offlineSince = -1;
  isRefused = false;
  rejoinAfter = initialRejoinAfter;
}

/** An attempt failed or the connection was lost. May be called repeatedly. */
export function markOffline(wasRefused: boolean): void {
  if (offlineSince < 0) offlineSince = up();
  isRefused = wasRefused;
}

/**
 * Checks memory and link; call it once a second. Rejoins the Wi-Fi when that is due.
 * @param queued number of queued messages
 * @returns why the chip must restart now; "" if it need not
 */
export function supervise(queued: number): RestartMark | "" {
  if (--secondsToMemoryCheck <= 0) {
    secondsToMemoryCheck = memoryCheckInterval;
    if (isMemoryShort(queued)) return Mark.RestartMemory;
  }
  if (offlineSince >= 0) return checkLink(up() - offlineSince);
  // Not before the boot guard has written its own mark, in the place that it knows.
  if (restartsInJournal && up() > rowEndsAfter) {
    restartsInJournal = 0;
    appendMark(Mark.Online);
  }
  return "";
}

function isMemoryShort(queued: number): boolean {
  const found = memory();
  const share = found.used / found.total;
  const isShort = share > MemoryUse.Critical || (share > MemoryUse.High && !queued);
  if (isShort) log(LogPrefix.Node, "restarting: short of memory, " + found.used + " of " + found.total + " JsVars are in use");
  return isShort;
}

/** @param offline ms without MQTT */
function checkLink(offline: number): RestartMark | "" {
  if (restartAfter && offline >= Math.min(restartAfter * Math.pow(2, restartsInJournal), day)) {
    log(LogPrefix.Node, "restarting: offline for " + Math.round(offline / 60000) + " min");
    return Mark.RestartOffline;
  }
  if (rejoinAfter && !isRefused && Math.min(offline, wifiOnlineFor()) >= rejoinAfter) {
    const reason = "connected, but no MQTT for " + Math.round(rejoinAfter / 60000) + " min";
    rejoinAfter = Math.min(2 * rejoinAfter, day);
    rejoins++;
    rejoin(reason);
  }
  return "";
}
