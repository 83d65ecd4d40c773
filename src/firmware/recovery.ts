/**
 * The ladder above the reconnects: what has failed for long is begun anew one layer further down. tinymqtt turns to the next
 * host and tries again; here the Wi-Fi is joined anew, and at last the chip restarts, which is also the only cure for the
 * memory that Espruino's Wi-Fi keeps at each failed join (13 JsVars) and at each loss (34).
 */
import { memory } from "../../board/esp32/chip.ts";
import { up } from "./clock.ts";
import type { Recovery } from "./config.ts";
import { Mark } from "./journal.ts";
import { log, LogPrefix } from "./log.ts";
import { rejoin, wifiOnlineFor } from "./wifi.ts";

/** Why the chip is to restart. */
export type RestartMark = Mark.RestartOffline | Mark.RestartMemory;

const enum MemoryUse {
  /** Above this the chip restarts, whatever waits in RAM: without memory timers end, and with them the node. */
  Most = 0.9,
  /** Above this it does so as soon as nothing waits. */
  Much = 0.75,
}

const day = 86400000; // ms
/** s from one look at the memory to the next, and before the first: a node that takes so much at its start must not restart again and again. */
const memoryEvery = 60;
const firstMemoryLook = 600;

/** ms, see `Recovery`; 0: never. */
let firstRejoin = 0;
let restartAfter = 0;
/** ms of `up` since which MQTT is away; -1: it is there. */
let offlineSince = 0;
/** Joining anew does not change a broker's mind. */
let isRefused = false;
/** ms of Wi-Fi without MQTT before it is joined anew; longer each time. */
let rejoinAfter = 0;
let secondsToMemoryLook = firstMemoryLook;
/** How often Wi-Fi was joined anew though it said that it was connected. */
export let rejoins = 0;

/** Without this call, for a node that is not to go online, only the memory is watched. */
export function setUpRecovery(recovery: Recovery): void {
  firstRejoin = rejoinAfter = recovery.rejoin;
  restartAfter = recovery.restart;
}

export function mqttIsUp(): void {
  offlineSince = -1;
  isRefused = false;
  rejoinAfter = firstRejoin;
}

/** An attempt has failed, or the connection was lost: told any number of times. */
export function mqttIsDown(wasRefused: boolean): void {
  if (offlineSince < 0) offlineSince = up();
  isRefused = wasRefused;
}

/**
 * To be called once a second. Joins the Wi-Fi anew when it is time.
 * @param queued how many messages wait
 * @returns why the chip is to restart now; "" if it is not
 */
export function climb(queued: number): RestartMark | "" {
  if (--secondsToMemoryLook <= 0) {
    secondsToMemoryLook = memoryEvery;
    if (isMemoryShort(queued)) return Mark.RestartMemory;
  }
  return offlineSince < 0 ? "" : checkLink(up() - offlineSince);
}

function isMemoryShort(queued: number): boolean {
  const found = memory();
  const share = found.used / found.total;
  const isShort = share > MemoryUse.Most || (share > MemoryUse.Much && !queued);
  if (isShort) log(LogPrefix.Node, "restarting: short of memory, " + found.used + " of " + found.total + " JsVars are in use");
  return isShort;
}

/** @param offline ms without MQTT */
function checkLink(offline: number): RestartMark | "" {
  if (restartAfter && offline >= restartAfter) {
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
