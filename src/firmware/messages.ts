/** The messages on `{base}/sensor/ding`: `node`+`boot`+`seq` names each of them for ever. */
import { last, zero } from "./clock.ts";
import { bootCount, head, say } from "./mqtt.ts";
import type { Priority } from "./priority.ts";
import { Topic } from "./topics.ts";

/** ms since 1970: a clock before this (July 2017) was never set. */
const SET = 1500000000000;

let seq = 0;

/** Sends the next message, or keeps it while offline: `fields` is its own part in JSON, `at` the moment that it is about (ms of `up`). */
export function sendSensor(fields: string, at: number, priority: Priority): void {
  // Unix seconds; as a number there would be 11 decimals, most of them noise.
  const time = last < SET ? "" : ',"time":' + ((zero + at) / 1000).toFixed(2);
  say(Topic.Sensor, head + ',"boot":' + bootCount + ',"seq":' + ++seq + "," + fields + ',"up":' + at + time + "}", priority);
}
