/** The health message: how the node is doing, and what the last outage was. */
import { up } from "./clock.ts";
import { boot, lastRestart, quotedNode } from "./identity.ts";
import { client } from "./mqtt.ts";
import { rejoins } from "./recovery.ts";
import { quote } from "./utf8.ts";
import { signalStrength, wifiLosses } from "./wifi.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** ms of `up`; 0: MQTT is up, or was never. */
let lostAt = 0;
/** ms that the last outage of MQTT took. */
let outage = 0;

/** MQTT is not connected: told any number of times. */
export function outageBegan(): void {
  lostAt = lostAt || up();
}

export function outageEnded(): void {
  if (lostAt) outage = up() - lostAt;
  lostAt = 0;
}

/** @param memory the interpreter's variables */
export function healthMessage(memory: { used: number; total: number }): string {
  const rssi = signalStrength();
  return (
    '{"node":' + quotedNode +
    ',"boot":' + boot +
    ',"up":' + up() +
    ',"version":"' + VERSION + '"' +
    ',"memory":' + JSON.stringify(memory) +
    (rssi === undefined ? "" : ',"rssi":' + rssi) +
    ',"wifi":{"losses":' + wifiLosses + (rejoins ? ',"rejoins":' + rejoins : "") + "}" +
    ',"mqtt":{"losses":' + client.losses + ',"last":' + quote(client.last) + ',"down":' + outage + ',"attempts":' + client.attempts + "}" +
    ',"queued":' + client.queued +
    ',"dropped":' + client.dropped +
    (client.aside === undefined ? "" : ',"aside":' + quote(client.aside)) +
    (lastRestart ? ',"restart":"' + lastRestart + '"' : "") +
    "}"
  );
}
