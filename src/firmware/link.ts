/**
 * The link to the world: the one owner of the Wi-Fi, and what the node says and does when Wi-Fi and MQTT come and go.
 * Wi-Fi is joined again for ever; on the ESP32 nothing else does that: the driver gives up after a few tries, and the
 * callback of its `connect` may never come. What became of the link is told in the health message.
 */
import type { Wifi, WifiDetails } from "../../board/board.ts";
import { wifi } from "../../board/esp32.ts";
import { up } from "./clock.ts";
import type { Config } from "./config.ts";
import { sayLed } from "./led.ts";
import { base, bootCount, client, head, node, say } from "./mqtt.ts";
import { Priority } from "./priority.ts";
import { showStatus, Status } from "./status.ts";
import { Topic } from "./topics.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

export interface Retry {
  /** ms: the longest first wait. */
  first: number;
  /** ms: the longest wait of all. */
  longest: number;
}

/** What the driver tells, where a text is asked for a message's fields, too, and has none; 0 from the timer. */
export type News = (string & WifiDetails) | WifiDetails | null | 0;

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
let network: Config["wifi"];
let retry: Retry;
let sntp: string;
let healthEvery: number; // ms
let state: State = State.Waiting;
let attempt = 0;
let timer = 0;
let lostAt = 0; // ms of `up`; 0: MQTT is up

let wifiLosses = 0; // of a Wi-Fi that was up
let outage = 0; // ms that the last one of MQTT took
let healthDue = 0; // ms of `up`

export function setUpLink(config: Config): void {
  network = config.wifi;
  retry = config.retry;
  sntp = config.sntp;
  healthEvery = config.health;
  driver = wifi();
  driver.on("connected", told);
  driver.on("disconnected", told);
  driver.stopAP();
}

/** How the node is doing, and what the last outage was. Behind the node's name it is plain ASCII, which JSON.stringify gets right. */
export function health(): string {
  const memory = process.memory();
  return head + "," + JSON.stringify({
    boot: bootCount,
    up: up(),
    version: VERSION,
    memory: { used: memory.usage, total: memory.total },
    rssi: driver.getStatus().rssi,
    wifi: { losses: wifiLosses },
    mqtt: { losses: client.losses, last: client.last, down: outage, attempts: client.attempts },
    queued: client.queued,
    dropped: client.dropped,
  }).substr(1);
}

/** Publishes that when it is due; call it once a second. */
export function sayHealth(): void {
  if (client.connected && up() >= healthDue) {
    healthDue = up() + healthEvery;
    client.publish(base + Topic.Health + node, health());
  }
}

/**
 * Takes what the MQTT client tells (it is `this` then), the Wi-Fi driver, and the timer of the Wi-Fi, which tells 0: the
 * first time that is what starts it all.
 */
export function told(this: unknown, news?: News): void {
  function enter(next: State, after: number): void {
    clearTimeout(timer);
    timer = setTimeout(told, after, 0);
    state = next;
    showStatus(next === State.Online ? Status.Broker : Status.Wifi);
  }

  /** Waits are full jitter: random in 0..min(longest, first x 2^n). */
  function lose(reason: string): void {
    if (state !== State.Waiting) {
      if (state === State.Online) wifiLosses++;
      const wait = Math.random() * Math.min(retry.longest, retry.first * Math.pow(2, attempt++));
      enter(State.Waiting, wait);
      console.log("wifi: " + reason + "; trying again in " + (wait / 1000).toFixed(1) + " s");
      client.suspend("Wi-Fi: " + reason);
    }
  }

  if (this === client) {
    if (typeof news !== "string") {
      console.log("mqtt: connected as " + node);
      say(Topic.Status + node, "online", Priority.Online);
      if (lostAt) outage = up() - lostAt;
      lostAt = 0;
      healthDue = 0;
      showStatus(Status.Online);
      sayLed();
      return;
    }
    console.log("mqtt: " + news);
    if (client.connected) return; // an error that it has got over
    lostAt = lostAt || up();
    if (state === State.Online) showStatus(news.indexOf("refused") ? Status.Broker : Status.Refused);
  } else if (news === 0) {
    timer = 0;
    if (state === State.Online) attempt = 0;
    else if (state === State.Joining) {
      lose("no answer");
      driver.disconnect(); // or the driver takes the next join for a change of mind and does nothing; last, for it may throw
    } else {
      enter(State.Joining, GIVE_UP);
      try {
        driver.connect(network.ssid, network, told);
      } catch (error) {
        lose(String(error));
      }
    }
  } else if (news && news.ip) {
    if (state === State.Online) return;
    enter(State.Online, STABLE);
    console.log("wifi: connected, " + news.ip);
    client.connect();
    if (sntp) driver.setSNTP(sntp, "0");
  } else if (news) {
    lose(String(news.msg || news));
  }
}
