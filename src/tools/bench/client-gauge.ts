/** What a client does while its cost is measured, by time (client-timer.ts) or in instructions (client-counter.ts). */
import { setTimeout as delay } from "node:timers/promises";
import type { LinuxEspruino } from "../../../board/linux/index.ts";
import type { Broker } from "./broker.ts";

/** A way to measure a client that is connected, subscribed to `inTopic`, and runs `program`. */
export interface ClientGauge {
  readonly unit: string;
  /** ms until a board that was just switched on is connected and subscribed. */
  readonly start: number;
  /** A board to be measured, still without a program. */
  board(): LinuxEspruino;
  /** Of one QoS 0 publish of 60 bytes. */
  publish(board: LinuxEspruino): Promise<number>;
  /** Of one message of a burst, and how many of it arrived. */
  receive(board: LinuxEspruino, broker: Broker): Promise<{ each: number; arrived: number }>;
}

export const inTopic = "bench/in";
const text = "x".repeat(60);

/**
 * `round(n)` publishes ten at a time, n + 1 times, so that what waits behind the socket stays short; `took` is the best round's µs
 * for each publish. `came`: messages received, the first at `t0` and the last at `t1`.
 */
export const program = `var took=0,best=1e9,text="${text}",came=0,t0,t1;
function onMessage(){t1=getTime();if(!came++)t0=t1}
function round(n){
var a=getTime();
for(var i=0;i<10;i++)m.publish("bench/out",text);
best=Math.min(best,(getTime()-a)*1e5);
if(n)setTimeout(round,20,n-1);else took=best}`;

const patience = 60_000; // ms
const lookInterval = 400; // ms

/** Lets the client publish `times` + 1 rounds of ten. Returns the µs for each publish of the best round. */
export async function publishRounds(board: LinuxEspruino, times: number): Promise<number> {
  await board.eval(`setTimeout(round,20,${times})`);
  for (const end = Date.now() + patience; ;) {
    const took = Number(await board.eval("took"));
    if (took > 0) return took;
    if (Date.now() > end) throw new Error("the publishing did not end");
    await delay(lookInterval);
  }
}

/**
 * Sends the client messages as fast as the broker can, and returns how many arrived.
 * @throws {Error} when fewer than two did
 */
export async function sendBurst(board: LinuxEspruino, broker: Broker, count: number): Promise<number> {
  await board.eval("came=0");
  broker.publish(count, inTopic, text);
  const end = Date.now() + patience;
  let arrived = 0;
  for (let looksWithout = 0; arrived < count && looksWithout < 3 && Date.now() < end;) {
    const now = Number(await board.eval("came"));
    // Before the first message there is nothing to stand still.
    looksWithout = now === arrived && now > 0 ? looksWithout + 1 : 0;
    arrived = now;
    await delay(lookInterval);
  }
  if (arrived < 2) throw new Error("fewer than two messages of the burst arrived");
  return arrived;
}
