/** The messages on `{base}/sensor/ding`: `node`+`boot`+`seq` names each of them for ever. */
import { last, zero } from "./clock.ts";
import { base, bootCount, client, head } from "./mqtt.ts";
import { Topic } from "./topics.ts";

/** Higher is kept longer when the queue is full: the oldest reading goes before the oldest button event. */
export const enum Priority {
  Reading = 0,
  Button = 1,
  /** What the node says of itself, counted apart, or it would push a press out of a full queue: the LED as it is. */
  State = 2,
  /** That it is online, which is said once in a connection: no number of changes of the LED pushes it out. */
  Online = 3,
}

/** ms since 1970: a clock before this (July 2017) was never set. */
const SET = 1500000000000;

let seq = 0;

/** Sends the next message, or keeps it while offline: `fields` is its own part in JSON, `at` the moment that it is about (ms of `up`). */
export function sendSensor(fields: string, at: number, priority: Priority): void {
  // Unix seconds; as a number there would be 11 decimals, most of them noise.
  const time = last < SET ? "" : ',"time":' + ((zero + at) / 1000).toFixed(2);
  client.publish(
    base + Topic.Sensor,
    head + ',"boot":' + bootCount + ',"seq":' + ++seq + "," + fields + ',"up":' + at + time + "}",
    { qos: 1, priority: priority },
  );
}
