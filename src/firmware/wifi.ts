/**
 * Keeps the Wi-Fi connected. On the ESP32 nothing else does: the driver gives up after a few attempts, and the callback of
 * its `connect` may never come.
 *
 * Each failed join leaks memory in Espruino (13 JsVars); a scan does not. So after a failed join the node scans first and
 * joins only if its network is in range. A scan cannot find a hidden network, so every ten minutes it joins one without a scan, each
 * network in its turn.
 *
 * Several networks are joined in turn, from the last good one on. After each has failed once, scans choose among them.
 */
import type { AccessPointFound, Wifi, WifiDetails } from "../../board/board.ts";
import { up } from "./clock.ts";
import { wifiNetworks, type Config, type WifiNetwork } from "./config.ts";
import { log, LogPrefix, LogText } from "./log.ts";
import { lastGoodNetwork, rememberNetwork } from "./wifi-memory.ts";

const enum WifiState {
  Waiting,
  Scanning,
  Joining,
  Online,
}

/** Timeout of a join (association and DHCP) or a scan, ms. */
const attemptTimeout = 20000;
/** ms online after which the backoff starts over. */
const stableAfter = 30000;
/** ms: the longest wait. It can be short, since scanning costs nothing. */
const maxWait = 30000;
/** ms between joins while no scan finds the network. */
const blindJoinInterval = 600000;
/** ms online after which one of several networks is remembered in flash as the last good one. */
const goodAfter = 600000;

let driver: Wifi;
let networks: WifiNetwork[];
/** Index of the network that was joined last, or is joined first. */
let current = 0;
/** Upper limits of the first wait and of any, ms. */
let firstWait = 0;
let longestWait = 0;
let onUp: () => void;
let onDown: (reason: string) => void;

let state: WifiState = WifiState.Waiting;
let failures = 0;
let timer = 0;
/** ms of `up`. */
let onlineSince = 0;
/** When it last joined without a scan, ms of `up`. */
let blindJoinAt = 0;
/** Joins that failed since the Wi-Fi was last up. */
let failedJoins = 0;
/** How many times the Wi-Fi was lost while up, and why the last time. */
export let wifiLosses = 0;
export let lastWifiLoss = "";

/** @param whenDown called with the reason after each failed attempt and each loss */
export function setUpWifi(wifi: Wifi, config: Config, whenUp: () => void, whenDown: (reason: string) => void): void {
  driver = wifi;
  networks = wifiNetworks(config);
  if (networks.length > 1) current = lastGoodNetwork(networks.length);
  firstWait = config.retry.first;
  longestWait = Math.min(config.retry.longest, maxWait);
  onUp = whenUp;
  onDown = whenDown;
  driver.on("connected", onConnected);
  driver.on("disconnected", onDisconnected);
  driver.stopAP();
}

/** Starts to join. */
export function join(): void {
  const network = networks[current]!;
  if (networks.length > 1) log(LogPrefix.Wifi, "joining " + network.ssid);
  state = WifiState.Joining;
  timer = setTimeout(onJoinTimeout, attemptTimeout);
  try {
    driver.connect(network.ssid, network, onJoined);
  } catch (error) {
    lose(String(error));
  }
}

/** Leaves a Wi-Fi that claims to be connected, and schedules a new join. */
export function rejoin(reason: string): void {
  if (state !== WifiState.Online) return;
  lose(reason);
  driver.disconnect(); // last, as it may throw
}

/** ms since the Wi-Fi came up; 0 while it is down. */
export function wifiOnlineFor(): number {
  return state === WifiState.Online ? up() - onlineSince : 0;
}

/** Signal strength, dBm; undefined if unknown. */
export function signalStrength(): number | undefined {
  return driver.getStatus().rssi;
}

/** Success arrives as the `connected` event. Up to 2v29, Espruino does not report failure here. */
function onJoined(error: string | null): void {
  if (error) lose(error);
}

/** The chip's driver sometimes loses or damages the details, because it builds them while the interpreter is running. */
function onConnected(details: WifiDetails | undefined): void {
  if (state === WifiState.Online) return;
  stopTimer();
  state = WifiState.Online;
  onlineSince = up();
  failedJoins = 0;
  if (networks.length > 1) timer = setTimeout(onGoodNetwork, goodAfter);
  log(LogPrefix.Wifi, LogText.WifiConnected + ((details && details.ip) || "address unknown"));
  onUp();
}

function onGoodNetwork(): void {
  timer = 0;
  const rest = goodAfter - wifiOnlineFor();
  // A clock that SNTP has set makes all timers due.
  if (rest > 0) timer = setTimeout(onGoodNetwork, rest);
  else rememberNetwork(current);
}

function onDisconnected(details: WifiDetails | undefined): void {
  const known = details || {};
  lose(known.msg || (known.reason ? "reason " + known.reason : "disconnected"));
}

function onJoinTimeout(): void {
  timer = 0;
  lose("no answer");
  driver.disconnect(); // otherwise the driver ignores the next join; last, as it may throw
}

function onRetryTimer(): void {
  timer = 0;
  const allFailed = failedJoins >= networks.length;
  if (allFailed && up() - blindJoinAt < blindJoinInterval) {
    scan();
    return;
  }
  blindJoinAt = up();
  // By the time, since the scans in between change `current`.
  if (allFailed) current = Math.ceil(blindJoinAt / blindJoinInterval) % networks.length;
  else if (failedJoins) current = (current + 1) % networks.length;
  join();
}

/** Joins the next network in turn, in range or not: a scan gave no answer. */
function joinNext(): void {
  current = (current + 1) % networks.length;
  join();
}

function scan(): void {
  state = WifiState.Scanning;
  timer = setTimeout(joinNext, attemptTimeout);
  try {
    driver.scan(onScanned);
  } catch {
    stopTimer();
    joinNext(); // this build cannot scan
  }
}

function onScanned(found: AccessPointFound[] | undefined): void {
  if (state !== WifiState.Scanning) return;
  // If the list is damaged this throws; the timer still runs then, and joins.
  const next = nextInRange(found || []);
  stopTimer();
  if (next < 0) {
    scheduleRetry(networkNames() + " not in range");
    return;
  }
  current = next;
  join();
}

/** Index of the next network in turn that was found; -1 if none was. */
function nextInRange(found: AccessPointFound[]): number {
  for (let turn = 1; turn <= networks.length; turn++) {
    const index = (current + turn) % networks.length;
    for (const each of found) if (each.ssid === networks[index]!.ssid) return index;
  }
  return -1;
}

/** Such as "home, school are". */
function networkNames(): string {
  const names = networks.map(function (network) {
    return network.ssid;
  });
  return names.join(", ") + (names.length > 1 ? " are" : " is");
}

/** Espruino reuses timer ids at once, so an expired timer must never be cleared. */
function stopTimer(): void {
  clearTimeout(timer);
  timer = 0;
}

/** Handles a failure or a loss. May be called repeatedly. */
function lose(reason: string): void {
  if (state === WifiState.Waiting) return;
  if (state === WifiState.Online) {
    wifiLosses++;
    lastWifiLoss = reason;
    if (up() - onlineSince >= stableAfter) failures = 0;
  }
  if (state === WifiState.Joining) failedJoins++;
  scheduleRetry(reason);
}

/** Retries after a wait with full jitter: random in 0..min(longest, first x 2^n). */
function scheduleRetry(reason: string): void {
  const wait = Math.random() * Math.min(longestWait, firstWait * Math.pow(2, failures++));
  state = WifiState.Waiting;
  stopTimer();
  timer = setTimeout(onRetryTimer, wait);
  log(LogPrefix.Wifi, reason + LogText.Retry + (wait / 1000).toFixed(1) + " s");
  onDown(reason);
}
