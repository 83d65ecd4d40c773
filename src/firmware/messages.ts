/** The messages on `{base}/sensor/ding`: `node`+`boot`+`seq` names each of them for ever. */
import type { Clock } from "./clock.ts";
import { quote } from "./text.ts";

/** Higher is kept longer when the queue is full: the oldest reading goes before the oldest button event. */
export const enum Priority {
  Reading = 0,
  Button = 1,
}

/**
 * Returns the function that sends one message: `fields` is its own part in JSON, as `"type":"button","event":"press"`;
 * `at` the moment that it is about (ms of `up`).
 */
export function createMessages(
  node: string,
  boot: number,
  clock: Clock,
  send: (json: string, priority: number) => void,
): (fields: string, at: number, priority: number) => void {
  let seq = 0;
  const head = '{"node":' + quote(node) + ',"boot":' + boot + ',"seq":';

  return function (fields, at, priority) {
    const unix = clock.unix(at);
    const time = unix ? ',"time":' + (unix / 1000).toFixed(2) : "";
    send(head + ++seq + "," + fields + ',"up":' + at + time + "}", priority);
  };
}
