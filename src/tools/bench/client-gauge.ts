/** What one publish and one message cost a client, by time. */
import { setTimeout as delay } from "node:timers/promises";
import { LinuxEspruino } from "../../../board/linux/index.ts";
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
export const text = "x".repeat(60);

/**
 * `round` publishes ten at a time, so that what waits behind the socket stays short; `took` is the best round's µs for each.
 * `came`: messages, the first at `t0` and the last at `t1`.
 */
export const program = `var took=0,best=1e9,text="${text}",came=0,t0,t1;
function onMessage(){t1=getTime();if(!came++)t0=t1}
function round(n){
var a=getTime();
for(var i=0;i<10;i++)m.publish("bench/out",text);
best=Math.min(best,(getTime()-a)*1e5);
if(n)setTimeout(round,20,n-1);else took=best}`;

const rounds = 100;
const burst = 2000;
const bursts = 3;

/** The best of many rounds, and of three bursts. */
export const clientTimer: ClientGauge = {
  unit: "µs",
  start: 3000,
  board: () => new LinuxEspruino(),
  publish: (board) => publishRounds(board, rounds),
  async receive(board, broker) {
    const result = { each: Infinity, arrived: burst };
    for (let i = 0; i < bursts; i++) {
      const arrived = await sendBurst(board, broker, burst);
      const each = (Number(await board.eval("t1-t0")) / (arrived - 1)) * 1e6;
      result.each = Math.min(result.each, each);
      result.arrived = Math.min(result.arrived, arrived);
    }
    return result;
  },
};

/** Lets the client publish in rounds of ten. µs for each publish of the best round. */
export async function publishRounds(board: LinuxEspruino, times: number): Promise<number> {
  await board.eval(`setTimeout(round,20,${times})`);
  return until(board, "took", (value) => value > 0);
}

/**
 * Sends the client messages as fast as the broker can. How many arrived.
 * @throws {Error} when nothing did
 */
export async function sendBurst(board: LinuxEspruino, broker: Broker, count: number): Promise<number> {
  await board.eval("came=0");
  broker.publish(count, inTopic, text);
  let before = -1;
  const arrived = await until(board, "came", (n) => n === count || n === before || ((before = n), false));
  if (arrived < 2) throw new Error("nothing of the burst arrived");
  return arrived;
}

const patience = 60_000; // ms

/** Asks until the answer is a number that `enough` likes; gives up after a minute with the last one. */
async function until(board: LinuxEspruino, expression: string, enough: (value: number) => boolean): Promise<number> {
  const end = Date.now() + patience;
  for (;;) {
    const value = Number(await board.eval(expression));
    if (enough(value) || Date.now() > end) return value;
    await delay(400);
  }
}
