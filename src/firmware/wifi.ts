/**
 * The Wi-Fi, and its one owner: it joins again and again. On the ESP32 nothing else does that: the driver gives up after a
 * few tries, and the callback of its `connect` may never come.
 *
 * Each failed join costs memory that Espruino never gives back (13 JsVars), and a scan costs none. So after a failed join
 * the node looks first whether its network is in the air. One that hides its name cannot be seen there: now and then the
 * node tries blindly.
 */
import type { AccessPointFound, Wifi, WifiDetails } from "../../board/board.ts";
import { up } from "./clock.ts";
import type { Config, Retry } from "./config.ts";
import { log, LogPrefix, LogText } from "./log.ts";

const enum WifiState {
  Waiting,
  Looking,
  Joining,
  Online,
}

/** ms for association and DHCP, or for a scan, after which one that says nothing is given up. */
const patience = 20000;
/** ms online after which the next loss counts as the first. */
const stableAfter = 30000;
/** ms: the longest wait, for looking costs nothing. */
const longestWait = 30000;
/** ms from one join to the next while the network cannot be seen. */
const blindJoinEvery = 600000;

let driver: Wifi;
let network: Config["wifi"];
let retry: Retry;
let onUp: () => void;
let onDown: (reason: string) => void;

let state: WifiState = WifiState.Waiting;
let failures = 0;
let timer = 0;
/** ms of `up`. */
let onlineSince = 0;
let joinedAt = 0;
/** The last join failed: the next one looks first. */
let hasJoinFailed = false;
/** Losses of a Wi-Fi that was up. */
export let wifiLosses = 0;

/** @param whenDown is told why: what failed, or was lost */
export function setUpWifi(wifi: Wifi, config: Config, whenUp: () => void, whenDown: (reason: string) => void): void {
  driver = wifi;
  network = config.wifi;
  retry = config.retry;
  onUp = whenUp;
  onDown = whenDown;
  driver.on("connected", onConnected);
  driver.on("disconnected", onDisconnected);
  driver.stopAP();
}

/** Starts an attempt. */
export function join(): void {
  state = WifiState.Joining;
  joinedAt = up();
  timer = setTimeout(giveUp, patience);
  try {
    driver.connect(network.ssid, network, onJoined);
  } catch (error) {
    lose(String(error));
  }
}

/** Leaves a Wi-Fi that says it is connected, and joins it anew. */
export function rejoin(reason: string): void {
  if (state !== WifiState.Online) return;
  lose(reason);
  driver.disconnect(); // last, for it may throw
}

/** ms since the Wi-Fi is up; 0 while it is not. */
export function wifiOnlineFor(): number {
  return state === WifiState.Online ? up() - onlineSince : 0;
}

/** The signal's strength, dBm; undefined while it is unknown. */
export function signalStrength(): number | undefined {
  return driver.getStatus().rssi;
}

/** Success is told by the event; of failure up to Espruino 2v29 nothing is told here. */
function onJoined(error: string | null): void {
  if (error) lose(error);
}

function onConnected(details: WifiDetails): void {
  if (state === WifiState.Online) return;
  stopTimer();
  state = WifiState.Online;
  onlineSince = up();
  hasJoinFailed = false;
  log(LogPrefix.Wifi, LogText.WifiConnected + details.ip);
  onUp();
}

function onDisconnected(details: WifiDetails): void {
  lose(details.msg || "reason " + details.reason);
}

function giveUp(): void {
  timer = 0;
  lose("no answer");
  driver.disconnect(); // or the driver takes the next join for a change of mind and does nothing; last, for it may throw
}

/** The wait is over. */
function tryAgain(): void {
  timer = 0;
  if (hasJoinFailed && up() - joinedAt < blindJoinEvery) look();
  else join();
}

function look(): void {
  state = WifiState.Looking;
  timer = setTimeout(join, patience);
  try {
    driver.scan(onScanned);
  } catch {
    stopTimer();
    join(); // a build that cannot look
  }
}

function onScanned(found: AccessPointFound[]): void {
  if (state !== WifiState.Looking) return;
  stopTimer();
  const isInAir = found.some(function (each) {
    return each.ssid === network.ssid;
  });
  if (isInAir) join();
  else waitAfter(network.ssid + " is not in the air");
}

/** A timer's number is given to another as soon as it is free: one that is over must not be stopped. */
function stopTimer(): void {
  clearTimeout(timer);
  timer = 0;
}

/** Takes a failure or a loss, however often it is told. */
function lose(reason: string): void {
  if (state === WifiState.Waiting) return;
  if (state === WifiState.Online) {
    wifiLosses++;
    if (up() - onlineSince >= stableAfter) failures = 0;
  }
  if (state === WifiState.Joining) hasJoinFailed = true;
  waitAfter(reason);
}

/** Waits are full jitter: random in 0..min(longest, first x 2^n). */
function waitAfter(reason: string): void {
  const wait = Math.random() * Math.min(retry.longest, longestWait, retry.first * Math.pow(2, failures++));
  state = WifiState.Waiting;
  stopTimer();
  timer = setTimeout(tryAgain, wait);
  log(LogPrefix.Wifi, reason + LogText.Retry + (wait / 1000).toFixed(1) + " s");
  onDown(reason);
}
