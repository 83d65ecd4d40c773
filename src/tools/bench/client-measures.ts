/** Puts one client on the real interpreter, lets it work through a broker on this machine, and reads the meters. */
import { setTimeout as delay } from "node:timers/promises";
import { standInVars, type LinuxEspruino } from "../../../board/linux/index.ts";
import { Broker } from "./broker.ts";
import type { Contestant } from "./client-contestant.ts";
import { inTopic, program, type ClientGauge } from "./client-gauge.ts";
import { clientTimer } from "./client-timer.ts";

export interface Measures {
  /** JsVars of 14 bytes once connected and subscribed, the interpreter's own 36 included. */
  vars: number;
  /** Of one QoS 0 publish of 60 bytes, in the gauge's unit. */
  publish: number;
  /** Of each message of a burst, likewise. */
  receive: number;
  /** Of the messages of a burst. */
  arrived: number;
  /** How often it came back when its connection was cut 50 times. */
  reconnects: number;
  /** JsVars that these cuts have added, counted from after one before them. */
  growth: number;
}

/** The five lines that tinyMQTT's users write, for any of the clients. */
function fiveLines(options: string): string {
  return [
    `var m=require("client").create("127.0.0.1",${options});`,
    `m.on("connected",function(){m.subscribe("${inTopic}")});`,
    'm.on("message",onMessage);',
    'm.on("disconnected",function(){m.connect()});',
    "m.connect();",
  ].join("\n");
}

async function used(board: LinuxEspruino): Promise<number> {
  return Number(await board.eval("process.memory().usage")) - standInVars.always - standInVars.question;
}

interface Setting {
  /** Whose board it is. */
  gauge: ClientGauge;
  /** What runs on the board beside the client; it has the listener `onMessage`. */
  program: string;
  /** More options for the client, each after a comma. */
  options: string;
}

/** Nothing but the client. */
const alone: Setting = { gauge: clientTimer, program: "function onMessage(){}", options: "" };

/** Runs `work` with a client that is connected and subscribed. */
async function connected(contestant: Contestant, setting: Setting, work: (board: LinuxEspruino, broker: Broker) => Promise<void>): Promise<void> {
  const { gauge, program, options } = setting;
  const broker = await Broker.start();
  const board = gauge.board();
  try {
    board.put("client", contestant.code);
    board.put(".bootcde", `${program}\n${fiveLines(`{port:${broker.port}${options}}`)}`);
    await board.powerOn();
    await delay(gauge.start);
    await work(board, broker);
  } finally {
    await board.discard();
    await broker.close();
  }
}

/** A client may hang its board, and the Linux build loses its console now and then: three attempts, then the last error is told. */
async function answered(part: () => Promise<void>): Promise<void> {
  let failure: unknown;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await part();
      return;
    } catch (error) {
      failure = error;
    }
  }
  console.error(String(failure));
}

/** Each part has a board of its own: one that hangs spoils no other. NaN: there was no answer. */
export async function measure(contestant: Contestant, gauge: ClientGauge): Promise<Measures> {
  const measured: Setting = { gauge, program, options: "" };
  const result: Measures = { vars: NaN, publish: NaN, receive: NaN, arrived: NaN, reconnects: NaN, growth: NaN };
  await answered(() =>
    connected(contestant, alone, async (board) => {
      result.vars = await used(board);
    }),
  );
  await answered(() =>
    connected(contestant, { ...alone, options: ",reconnect_interval:50,retry:{first:50,longest:50}" }, async (board, broker) => {
      await broker.reconnects(1); // from here on a client may remember why it lost the last connection
      await delay(2000);
      const before = await used(board);
      result.reconnects = await broker.reconnects(50);
      await delay(2000);
      result.growth = (await used(board)) - before;
    }),
  );
  await answered(() =>
    connected(contestant, measured, async (board) => {
      result.publish = await gauge.publish(board);
    }),
  );
  await answered(() =>
    connected(contestant, measured, async (board, broker) => {
      const { each, arrived } = await gauge.receive(board, broker);
      result.receive = each;
      result.arrived = arrived;
    }),
  );
  return result;
}
