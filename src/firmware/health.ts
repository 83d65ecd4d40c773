/** The health message: the node's vital signs and the last outage. */
import { up } from "./clock.ts";
import { droppedFromFlash, heldInFlash } from "./flash-outbox.ts";
import { boot, lastRestart, quotedNode } from "./identity.ts";
import { client } from "./mqtt.ts";
import { rejoins, restarts } from "./recovery.ts";
import { quote } from "./utf8.ts";
import { lastWifiLoss, signalStrength, wifiLosses } from "./wifi.ts";

/** The version in package.json, inserted by the build. */
declare const VERSION: string;

/** When MQTT was lost, ms of `up`; 0 while it is connected, or before the first attempt. */
let outageStart = 0;
/** How long the last outage of MQTT lasted, ms. */
let lastOutage = 0;

/** MQTT is not connected. May be called repeatedly. */
export function startOutage(): void {
  outageStart = outageStart || up();
}

export function endOutage(): void {
  if (outageStart) lastOutage = up() - outageStart;
  outageStart = 0;
}

/** @param memory in JsVars */
export function healthMessage(memory: { used: number; total: number }): string {
  const rssi = signalStrength();
  const rssiField = rssi === undefined ? "" : ',"rssi":' + rssi;
  const rejoinsField = rejoins ? ',"rejoins":' + rejoins : "";
  const asideField = client.aside === undefined ? "" : ',"aside":' + quote(client.aside);
  const unheardField = client.unheard ? ',"unheard":' + client.unheard : "";
  const restartField = lastRestart ? ',"restart":"' + lastRestart + '","restarts":' + restarts : "";
  const wifi = `{"losses":${wifiLosses},"last":${quote(lastWifiLoss)}${rejoinsField}}`;
  const mqtt = `{"losses":${client.losses},"last":${quote(client.last)},"down":${lastOutage},"attempts":${client.attempts}}`;
  const head = `{"node":${quotedNode},"boot":${boot},"up":${up()},"version":"${VERSION}","memory":${JSON.stringify(memory)}${rssiField}`;
  const messages = `"queued":${client.queued + heldInFlash()},"dropped":${client.dropped + droppedFromFlash()}`;
  return `${head},"wifi":${wifi},"mqtt":${mqtt},${messages}${unheardField}${asideField}${restartField}}`;
}
