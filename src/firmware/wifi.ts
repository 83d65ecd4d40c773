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

export interface WifiLink {
  start(): void;
  /** How often a link that was up went down. */
  losses(): number;
}

const enum State {
  Waiting,
  Joining,
  Online,
}

/** ms for association and DHCP, after which an attempt that says nothing is given up. */
const GIVE_UP = 20000;
/** ms online after which the next loss counts as the first. */
const STABLE = 30000;

/**
 * `changed` gets the IP address when the link came up, and "" with the reason each time that it is not.
 * Waits are full jitter: random in 0..min(longest, first x 2^n).
 */
export function createWifi(
  driver: Wifi,
  retry: Retry,
  random: () => number,
  changed: (ip: string, reason: string, wait: number) => void,
): WifiLink {
  let state: State = State.Waiting;
  let attempt = 0;
  let losses = 0;
  let timer = 0;

  function set(next: State, after: number, then: () => void): void {
    state = next;
    if (timer) clearTimeout(timer);
    timer = setTimeout(then, after);
  }

  function lost(reason: string): void {
    if (state === State.Waiting) return;
    if (state === State.Online) losses++;
    const wait = random() * Math.min(retry.longest, retry.first * Math.pow(2, attempt++));
    set(State.Waiting, wait, join);
    changed("", reason, wait);
  }

  function silent(): void {
    driver.leave(); // or the driver takes the next join for a change of mind and does nothing
    lost("no answer within " + GIVE_UP / 1000 + " s");
  }

  function steady(): void {
    timer = 0;
    attempt = 0;
  }

  function join(): void {
    set(State.Joining, GIVE_UP, silent);
    try {
      driver.join();
    } catch (error) {
      lost(String(error));
    }
  }

  driver.listen(
    function (ip) {
      if (state === State.Online) return;
      set(State.Online, STABLE, steady);
      changed(ip, "", 0);
    },
    lost,
  );

  return {
    start: join,
    losses: function () {
      return losses;
    },
  };
}
