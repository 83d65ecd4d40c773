/**
 * The one owner of the Wi-Fi link: it joins, takes "lost" any number of times, and joins again for ever. On the ESP32
 * nothing else does: the driver gives up after a few tries, and the callback of its `connect` may never come.
 */
import type { Wifi } from "../../board/board.ts";

export interface Retry {
  /** ms: the longest first wait. */
  first: number;
  /** ms: the longest wait of all. */
  longest: number;
}

/** Gets the IP address when the link came up; "" with the reason and the wait (ms) each time that it is not. */
export type WifiListener = (ip: string, reason: string, wait: number) => void;

const enum State {
  Waiting,
  Joining,
  Online,
}

/** ms for association and DHCP, after which an attempt that says nothing is given up. */
const GIVE_UP = 20000;
/** ms online after which the next loss counts as the first. */
const STABLE = 30000;

let driver: Wifi;
let retry: Retry;
let random: () => number;
let changed: WifiListener;
let state: State = State.Waiting;
let attempt = 0;
let timer = 0;

/** How often a link that was up went down. */
export let wifiLosses = 0;

function enter(next: State, due: () => void, after: number): void {
  if (timer) clearTimeout(timer);
  timer = setTimeout(due, after);
  state = next;
}

function steady(): void {
  timer = attempt = 0;
}

/** Waits are full jitter: random in 0..min(longest, first x 2^n). */
function lost(details: { msg: string }): void {
  if (state === State.Waiting) return;
  if (state === State.Online) wifiLosses++;
  const wait = random() * Math.min(retry.longest, retry.first * Math.pow(2, attempt++));
  enter(State.Waiting, joinWifi, wait);
  changed("", details.msg, wait);
}

function silent(): void {
  lost({ msg: "no answer within " + GIVE_UP / 1000 + " s" });
  driver.leave(); // or the driver takes the next join for a change of mind and does nothing; last, for it may throw
}

function joined(details: { ip: string }): void {
  if (state === State.Online) return;
  enter(State.Online, steady, STABLE);
  changed(details.ip, "", 0);
}

/** Starts, and from then on goes on by itself. */
export function joinWifi(): void {
  enter(State.Joining, silent, GIVE_UP);
  try {
    driver.join();
  } catch (error) {
    lost({ msg: String(error) });
  }
}

export function setUpWifi(wifi: Wifi, times: Retry, randomNumber: () => number, listener: WifiListener): void {
  driver = wifi;
  retry = times;
  random = randomNumber;
  changed = listener;
  driver.listen(joined, lost);
}
