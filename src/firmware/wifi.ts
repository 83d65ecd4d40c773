/**
 * The one owner of the Wi-Fi link: it joins, takes "lost" any number of times, and joins again for ever. On the ESP32
 * nothing else does: the driver gives up after a few tries, and the callback of its `connect` may never come.
 */
import type { Wifi, WifiNews } from "../../board/board.ts";

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

let driver: () => Wifi;
let retry: Retry;
let random: () => number;
let told: (news: WifiNews | 0) => void;
let state: State = State.Waiting;
let attempt = 0;
let timer = 0;

/** How often a link that was up went down. */
export let wifiLosses = 0;

/** `hear` is called with each piece of news, and with 0 when a timer is due: it hands them on to `hearWifi`. */
export function setUpWifi(wifi: () => Wifi, times: Retry, randomNumber: () => number, hear: (news: WifiNews | 0) => void): void {
  driver = wifi;
  retry = times;
  random = randomNumber;
  told = hear;
  driver().listen(told);
}

function enter(next: State, after: number): void {
  if (timer) clearTimeout(timer);
  timer = setTimeout(told, after, 0);
  state = next;
}

/** Waits are full jitter: random in 0..min(longest, first x 2^n). */
function lose(reason: string, changed: WifiListener): void {
  if (state === State.Waiting) return;
  if (state === State.Online) wifiLosses++;
  const wait = random() * Math.min(retry.longest, retry.first * Math.pow(2, attempt++));
  enter(State.Waiting, wait);
  changed("", reason, wait);
}

/** Starts, and from then on goes on by itself. */
export function joinWifi(changed: WifiListener): void {
  enter(State.Joining, GIVE_UP);
  try {
    driver().join(told);
  } catch (error) {
    lose(String(error), changed);
  }
}

/** Takes what the driver or the timer told; `changed` hears what that makes of the link, at once. */
export function hearWifi(news: WifiNews | 0, changed: WifiListener): void {
  if (news === 0) {
    timer = 0;
    if (state === State.Waiting) {
      joinWifi(changed);
    } else if (state === State.Online) {
      attempt = 0;
    } else {
      lose("no answer within " + GIVE_UP / 1000 + " s", changed);
      driver().leave(); // or the driver takes the next join for a change of mind and does nothing; last, for it may throw
    }
  } else if (typeof news === "string") {
    lose(news, changed);
  } else if (news && news.ip) {
    if (state === State.Online) return;
    enter(State.Online, STABLE);
    changed(news.ip, "", 0);
  } else if (news) {
    lose(String(news.msg), changed);
  }
}
