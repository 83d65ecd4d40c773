/** The health message: how the node is doing, and what the last outage was. */
import { quote } from "./text.ts";

export interface Vitals {
  up: number;
  memory: { used: number; total: number };
  /** dBm; undefined when unknown. */
  rssi: number | undefined;
  wifiLosses: number;
  /** ms that the last MQTT outage took. */
  down: number;
  mqtt: { losses: number; last: string; attempts: number; queued: number; dropped: number };
}

/** The JSON of `{base}/health/{node}`. */
export function healthJson(node: string, boot: number, version: string, v: Vitals): string {
  const m = v.mqtt;
  return (
    '{"node":' + quote(node) + ',"boot":' + boot + ',"up":' + v.up + ',"version":"' + version +
    '","memory":{"used":' + v.memory.used + ',"total":' + v.memory.total + "}" +
    (v.rssi === undefined ? "" : ',"rssi":' + v.rssi) +
    ',"wifi":{"losses":' + v.wifiLosses + '},"mqtt":{"losses":' + m.losses + ',"last":' + quote(m.last) +
    ',"down":' + v.down + ',"attempts":' + m.attempts + '},"queued":' + m.queued + ',"dropped":' + m.dropped + "}"
  );
}
