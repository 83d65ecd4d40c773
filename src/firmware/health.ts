/** The health message: how the node is doing, and what the last outage was. */
import { wifi } from "../../board/esp32.ts";
import { up } from "./clock.ts";
import { outage, wifiLosses } from "./link.ts";
import { bootCount, client, head } from "./mqtt.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** The JSON of `{base}/health/{node}`. Behind the node's name it is plain ASCII, which JSON.stringify gets right. */
export function health(): string {
  const memory = process.memory();
  const vitals = {
    boot: bootCount,
    up: up(),
    version: VERSION,
    memory: { used: memory.usage, total: memory.total },
    rssi: wifi().getStatus().rssi,
    wifi: { losses: wifiLosses },
    mqtt: { losses: client.losses, last: client.last, down: outage, attempts: client.attempts },
    queued: client.queued,
    dropped: client.dropped,
  };
  return head + "," + JSON.stringify(vitals).substr(1);
}
