/**
 * The link to the world, from Wi-Fi up to MQTT: what the node says and does when it comes and goes. Each layer's losses
 * have one owner, wifi.ts and tinymqtt; what they tell meets here.
 */
import { keepTime, rssi } from "../../board/esp32.ts";
import type { WifiNews } from "../../board/board.ts";
import { up } from "./clock.ts";
import { healthJson } from "./health.ts";
import { ledState } from "./led.ts";
import { client, sendHealth, sendOnline, sendState } from "./mqtt.ts";
import { showStatus, Status } from "./status.ts";
import { text } from "./texts.ts";
import { hearWifi, joinWifi, wifiLosses } from "./wifi.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

let bootCount = 0;
let sntp = "";
let healthEvery = 0; // ms
let lostAt = -1; // ms of `up`; -1: the link is up
let outage = 0; // ms

/** The node's name as a JSON text. */
export let nodeJson = "";
/** ms of `up`: when the next health message is due. */
export let healthDue = 0;

/** `name` is quoted JSON; `every` in ms; `timeServer` "" for none. */
export function setUpLink(name: string, boot: number, every: number, timeServer: string): void {
  nodeJson = name;
  bootCount = boot;
  healthEvery = every;
  sntp = timeServer;
}

function sayLed(id?: string): void {
  sendState(ledState() + (id === undefined ? "}" : ',"id":' + text().quote(id) + "}"));
}

function sayHealth(now: number): void {
  healthDue = now + healthEvery;
  sendHealth(
    healthJson({
      node: nodeJson,
      boot: bootCount,
      version: VERSION,
      rssi: rssi(),
      wifiLosses: wifiLosses,
      up: now,
      down: outage,
      mqtt: client,
    }),
  );
}

function wifiChanged(ip: string, reason: string, wait: number): void {
  if (ip) {
    console.log("wifi: connected, " + ip);
    showStatus(Status.Broker);
    client.connect();
    if (sntp) keepTime(sntp);
  } else {
    console.log("wifi: " + reason + "; trying again in " + Math.round(wait / 100) / 10 + " s");
    client.suspend("Wi-Fi: " + reason);
    showStatus(Status.Wifi);
  }
}

function join(): void {
  showStatus(Status.Wifi);
  joinWifi(function (ip, reason, wait) {
    wifiChanged(ip, reason, wait);
  });
}

function hear(news: WifiNews | 0): void {
  hearWifi(news, function (ip, reason, wait) {
    wifiChanged(ip, reason, wait);
  });
}

/** Reasons come as texts; while the client is connected, as errors that it has got over. */
function mqttChanged(what: unknown): void {
  if (typeof what === "string") {
    console.log("mqtt: " + what);
    if (client.connected) return;
    if (lostAt < 0) lostAt = up();
    showStatus(what.indexOf("refused") ? Status.Broker : Status.Refused);
    return;
  }
  sendOnline();
  if (lostAt >= 0) outage = up() - lostAt;
  lostAt = -1;
  healthDue = 0;
  showStatus(Status.Online);
  sayLed();
}

/** In RAM only while something changes. */
export function link(): {
  join: typeof join;
  hearWifi: typeof hear;
  hearMqtt: typeof mqttChanged;
  sayHealth: typeof sayHealth;
  sayLed: typeof sayLed;
} {
  "on demand";
  return { join: join, hearWifi: hear, hearMqtt: mqttChanged, sayHealth: sayHealth, sayLed: sayLed };
}

export function wifiTold(news: WifiNews | 0): void {
  link().hearWifi(news);
}

export function mqttTold(what: unknown): void {
  link().hearMqtt(what);
}

export function ledChanged(id?: string): void {
  link().sayLed(id);
}
