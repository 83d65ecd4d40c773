/** The health message: how the node is doing, and what the last outage was. */
import { up } from "./clock.ts";
import { driver, outage, wifiLosses } from "./link.ts";
import { bootCount, client, head } from "./mqtt.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** The JSON of `{base}/health/{node}`. Behind the node's name it is plain ASCII, which JSON.stringify gets right. */
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
