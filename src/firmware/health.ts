/** The health message: how the node is doing, and what the last outage was. */
import { text } from "./texts.ts";

export interface Vitals {
  /** Quoted JSON. */
  node: string;
  boot: number;
  version: string;
  /** dBm; undefined when unknown. */
  rssi: number | undefined;
  wifiLosses: number;
  /** ms since boot. */
  up: number;
  /** ms that the last MQTT outage took. */
  down: number;
  mqtt: { losses: number; last: string; attempts: number; queued: number; dropped: number };
}

/** The JSON of `{base}/health/{node}`. */
export function healthJson(v: Vitals): string {
  const m = v.mqtt;
  const memory = process.memory();
  const used = '{"used":' + memory.usage + ',"total":' + memory.total + "}";
  return (
    '{"node":' + v.node + ',"boot":' + v.boot + ',"up":' + v.up + ',"version":"' + v.version + '","memory":' + used +
    (v.rssi === undefined ? "" : ',"rssi":' + v.rssi) +
    ',"wifi":{"losses":' + v.wifiLosses + '},"mqtt":{"losses":' + m.losses + ',"last":' + text().quote(m.last) +
    ',"down":' + v.down + ',"attempts":' + m.attempts + '},"queued":' + m.queued + ',"dropped":' + m.dropped + "}"
  );
}
