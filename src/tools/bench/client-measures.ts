/** Puts one client on the real interpreter, lets it work through a broker on this machine, and reads the meters. */
import { setTimeout as delay } from "node:timers/promises";
import { LinuxEspruino, standInVars } from "../../../board/linux/index.ts";
import { Broker } from "./broker.ts";
import type { Contestant } from "./client-contestant.ts";

export interface Measures {
  /** JsVars of 14 bytes once connected and subscribed, the interpreter's own 36 included. */
  vars: number;
  /** µs for one QoS 0 publish of 60 bytes: the best of many rounds of ten. */
  publish: number;
  /** µs for each message of a burst, from the first to the last that came; the best of three bursts. */
  receive: number;
  /** Of 2000 messages in a burst; the worst of three. */
  arrived: number;
  /** How often it came back when its connection was cut 50 times. */
  reconnects: number;
  /** JsVars more after that than after the first cut, before those 50. */
  growth: number;
}

const burst = 2000;
const text = "x".repeat(60);

/** The five lines that tinyMQTT's users write, for any of the clients; `more` is what the meter adds. */
function program(options: string, more: string, listener: string): string {
  return [
    `var m=require("client").create("127.0.0.1",${options});`,
    'm.on("connected",function(){m.subscribe("bench/in")});',
    `m.on("message",${listener});`,
    'm.on("disconnected",function(){m.connect()});',
    "m.connect();",
    more,
  ].join("\n");
}

/** Ten publishes at a time, so that what waits behind the socket stays short; `took` is the best round's µs for each. */
const publishing = `var took=0,best=1e9,text="${text}";
function round(n){
var a=getTime();
for(var i=0;i<10;i++)m.publish("bench/out",text);
best=Math.min(best,(getTime()-a)*1e5);
if(n)setTimeout(round,20,n-1);else took=best}
setTimeout(round,4000,100);`;

/** `came` of them, the first at `t0` and the last at `t1`. */
const receiving = "function(){t1=getTime();if(!came++)t0=t1}";
const counters = "var came=0,t0,t1;";

/** Asks until the answer is a number that `enough` likes; gives up after `patience` ms with the last one. */
async function until(board: LinuxEspruino, expression: string, enough: (value: number) => boolean, patience: number): Promise<number> {
  const end = Date.now() + patience;
  for (;;) {
    const value = Number(await board.eval(expression));
    if (enough(value) || Date.now() > end) return value;
    await delay(400);
  }
}

async function used(board: LinuxEspruino): Promise<number> {
  return Number(await board.eval("process.memory().usage")) - standInVars.always - standInVars.question;
}

/** Runs `work` with a client that is connected and subscribed. */
async function connected(
  contestant: Contestant,
  { options = "", more = "", listener = "function(){}" },
  work: (board: LinuxEspruino, broker: Broker) => Promise<void>,
): Promise<void> {
  const broker = await Broker.start();
  const board = new LinuxEspruino();
  try {
    board.put("client", contestant.code);
    board.put(".bootcde", program(`{port:${broker.port}${options}}`, more, listener));
    await board.powerOn();
    await delay(3000);
    await work(board, broker);
  } finally {
    await board.discard();
    await broker.close();
  }
}

/** A client may hang its board, and the Linux build loses its console now and then: three attempts. */
async function answered(part: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const done = await part().then(
      () => true,
      () => false,
    );
    if (done) return;
  }
}

/** Each part has a board of its own: one that hangs spoils no other. NaN: there was no answer. */
export async function measure(contestant: Contestant): Promise<Measures> {
  const result: Measures = { vars: NaN, publish: NaN, receive: NaN, arrived: NaN, reconnects: NaN, growth: NaN };
  await answered(() =>
    connected(contestant, {}, async (board) => {
      result.vars = await used(board);
    }),
  );
  await answered(() =>
    connected(contestant, { options: ",reconnect_interval:50,retry:{first:50,longest:50}" }, async (board, broker) => {
      await broker.reconnects(1); // from here on a client may remember why it lost the last connection
      await delay(2000);
      const before = await used(board);
      result.reconnects = await broker.reconnects(50);
      await delay(2000);
      result.growth = (await used(board)) - before;
    }),
  );
  await answered(() =>
    connected(contestant, { more: publishing }, async (board) => {
      result.publish = await until(board, "took", (value) => value > 0, 20_000);
    }),
  );
  await answered(() =>
    connected(contestant, { listener: receiving, more: counters }, async (board, broker) => {
      for (let round = 0; round < 3; round++) {
        await board.eval("came=0");
        broker.publish(burst, "bench/in", text);
        let before = -1;
        const arrived = await until(board, "came", (n) => n === burst || n === before || ((before = n), false), 20_000);
        if (arrived < 2) throw new Error("nothing of the burst arrived");
        const each = (Number(await board.eval("t1-t0")) / (arrived - 1)) * 1e6;
        if (!(arrived >= result.arrived)) result.arrived = arrived;
        if (!(each >= result.receive)) result.receive = each;
      }
    }),
  );
  return result;
}
