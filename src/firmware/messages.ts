/** The messages on `{base}/sensor/ding`: `node`+`boot`+`seq` names each of them for ever. */
import { timeField } from "./clock.ts";

/** Higher is kept longer when the queue is full: the oldest reading goes before the oldest button event. */
export const enum Priority {
  Reading = 0,
  Button = 1,
  /** What the node says of itself, counted apart, or it would push a press out of a full queue: the LED as it is. */
  State = 2,
  /** That it is online, which is said once in a connection: no number of changes of the LED pushes it out. */
  Online = 3,
}

let head = "";
let seq = 0;

/** `node` is quoted JSON already. */
export function setUpMessages(node: string, boot: number): void {
  head = '{"node":' + node + ',"boot":' + boot + ',"seq":';
}

/** The next message: `fields` is its own part in JSON, `at` the moment that it is about (ms of `up`). */
export function message(fields: string, at: number): string {
  return head + ++seq + "," + fields + ',"up":' + at + timeField(at) + "}";
}
