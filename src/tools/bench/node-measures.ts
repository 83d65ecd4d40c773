/** Puts a program that does the node's job on the real interpreter, gives it work, and reads the meters. */
import { setTimeout as delay } from "node:timers/promises";
import { LinuxEspruino, standInVars } from "../../../board/linux/index.ts";
import { press, release } from "../../../board/shared/index.ts";
import { Broker, type Published } from "./broker.ts";
import { median } from "./median.ts";
import type { Gauge, Meter } from "./meter.ts";
import { nodeName, type NodeContestant } from "./node-contestant.ts";

/** Costs in the gauge's unit. */
export interface NodeCosts {
  /** A command that is a word, one at a time, with the state that answers it. */
  word: number;
  /** A command in JSON with three keys, likewise. */
  json: number;
  /** A press with its release. */
  press: number;
  /** A command of a burst. */
  burst: number;
  /** Bursts after which all was right: the last command answered, LED and retained state as it said, the link kept. */
  bursts: boolean;
  /** s: the longest that a press amid a burst took to the broker; NaN when none came. */
  pressInBurst: number;
}

export const control = `/kv6003/control/led/${nodeName}`;
export const state = `/kv6003/state/${nodeName}/led`;
const sensor = "/kv6003/sensor/ding";
export const patience = 60_000; // ms: callgrind slows an interpreter down fifty times
const untilStable = 32_000; // ms, of a connection

/** One round of each kind of work, on a board of its own. */
export function measureNode(contestant: NodeContestant, gauge: Gauge): Promise<NodeCosts> {
  return onFreshBoard(contestant, gauge, (board, broker) => costs(board, broker, gauge));
}

/** A board of its own that has just come online. */
export async function onFreshBoard<T>(contestant: NodeContestant, gauge: Gauge, act: (board: LinuxEspruino, broker: Broker) => Promise<T>): Promise<T> {
  const broker = await Broker.start();
  const board = gauge.board();
  try {
    for (const [name, contents] of contestant.files(broker.port)) board.put(name, contents);
    release(board);
    await board.powerOn();
    await broker.next(({ topic }) => topic === `/kv6003/status/${nodeName}`, patience);
    await delay(gauge.warmUp);
    return await act(board, broker);
  } finally {
    await board.discard();
    await broker.close();
  }
}

async function costs(board: LinuxEspruino, broker: Broker, gauge: Gauge): Promise<NodeCosts> {
  const { commands, presses, moment } = gauge;
  const meter = gauge.meter(board);
  const ask = async (payload: string): Promise<void> => {
    const answered = broker.next(({ topic }) => topic === state, patience);
    broker.publish(1, control, payload);
    await answered;
  };
  const word = await meter.costOfEach(commands, (i) => ask(i % 2 ? "on" : "off"));
  const json = await meter.costOfEach(commands, (i) => ask(`{"state":"${i % 2 ? "on" : "off"}","brightness":0.${(i % 9) + 1},"id":"c${i}"}`));
  const onePress = await meter.costOfEach(presses, async () => {
    const told = broker.next(({ topic }) => topic === sensor, patience);
    press(board);
    await told;
    await delay(moment);
    release(board);
    await delay(moment);
  });
  const inBurst = await burstOf(board, broker, meter, gauge.burst);
  return { word, json, press: onePress, ...inBurst };
}

async function burstOf(board: LinuxEspruino, broker: Broker, meter: Meter, burst: number): Promise<Pick<NodeCosts, "burst" | "bursts" | "pressInBurst">> {
  const connects = broker.connects;
  let last: Published | undefined;
  let pressInBurst = NaN;
  const cost = await meter.costOf(async () => {
    const answered = broker.next(({ topic, payload }) => topic === state && payload.includes('"last"'), patience);
    for (let i = 0; i < burst; i++) broker.publish(1, control, i % 2 ? "off" : "on");
    broker.publish(1, control, '{"state":"on","id":"last"}');
    const told = broker.next(({ topic }) => topic === sensor, patience);
    const pressedAt = Date.now();
    press(board);
    await told.then(
      () => (pressInBurst = (Date.now() - pressedAt) / 1000),
      () => undefined,
    );
    release(board);
    last = await answered.catch(() => undefined);
  });
  const right = last?.payload.includes('"state":"on"') === true && last.retain && board.level("D2") > 0 && broker.connects === connects;
  return { burst: cost / burst, bursts: right, pressInBurst };
}

/** Lets a minute pass within seconds, in steps that the node takes for time: the boot guard's part stays in RAM for so long. */
const haste =
  "var ahead=0;function gain(){ahead+=25e3;if(ahead<1e5)setTimeout(gain,1200)}" +
  'setTimeout("Date.now=function(){return getTime()*1e3+ahead};gain()",900);' +
  'setTimeout("delete Date.now;delete gain;delete ahead",5900)';

export interface NodeMemory {
  /** JsVars of 14 bytes that the idle, connected node with one sensor takes, its boot guard gone. */
  idle: number;
  /** The same where messages wait in RAM: `journal` is 0. */
  withoutJournal: number;
  /** JsVars more after 1000 presses, 1000 commands and 50 reconnects. */
  growth: number;
}

/** Of our node alone: the other program has no sensor, and does not count its memory. */
export async function measureMemory(contestant: NodeContestant): Promise<NodeMemory> {
  const withoutJournal = await onBoard(contestant, { journal: 0 }, idleVars);
  return onBoard(contestant, {}, async (board, broker) => {
    const idle = await idleVars(board);
    await work(board, broker, { presses: 2, commands: 40, reconnects: 10 });
    const before = await used(board);
    await work(board, broker, { presses: 1000, commands: 1000, reconnects: 50 });
    return { idle, withoutJournal, growth: (await used(board)) - before };
  });
}

/** A board with the node, once it has been connected for a minute of board time. @param more of its ding.json */
async function onBoard<T>(contestant: NodeContestant, more: object, act: (board: LinuxEspruino, broker: Broker) => Promise<T>): Promise<T> {
  const broker = await Broker.start();
  const board = new LinuxEspruino();
  try {
    for (const [name, contents] of contestant.files(broker.port)) board.put(name, name === "ding.json" ? withSensor(contents, more) : contents);
    board.put(".boot3", haste);
    release(board);
    await board.powerOn();
    await broker.next(({ topic }) => topic === `/kv6003/status/${nodeName}`, patience);
    await delay(7000);
    return await act(board, broker);
  } finally {
    await board.discard();
    await broker.close();
  }
}

async function idleVars(board: LinuxEspruino): Promise<number> {
  return (await used(board)) - extraVars;
}

/** What a chip would not spend. The interpreter's own 36 stay in. */
const extraVars = standInVars.always + standInVars.wifi + standInVars.question;

function withSensor(ding: string, more: object): string {
  const sensors = [{ name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 }];
  const button = { debounce: 5, events: ["press", "release"] };
  return JSON.stringify({ ...(JSON.parse(ding) as object), sensors, button, retry: { first: 100, longest: 100 }, ...more });
}

/** The median of many readings: what is in use now and then, such as a timer that is being set anew, is neither gain nor growth. */
async function used(board: LinuxEspruino): Promise<number> {
  const readings: number[] = [];
  for (let i = 0; i < 31; i++) {
    readings.push(Number(await board.eval("process.memory().usage")));
    await delay(400);
  }
  return median(readings);
}

async function work(board: LinuxEspruino, broker: Broker, times: { presses: number; commands: number; reconnects: number }): Promise<void> {
  for (let i = 0; i < times.presses; i++) await click(board, broker);
  for (let i = 0; i < times.commands; i++) {
    const answered = broker.next(({ topic }) => topic === state, patience);
    broker.publish(1, control, i % 3 ? "toggle" : `{"state":"on","blink":{"on":10,"off":10,"count":2},"id":"${i}"}`);
    await answered;
  }
  broker.publish(1, control, "off");
  for (let i = 0; i < times.reconnects; i++) {
    const again = broker.next(({ topic }) => topic === state, patience);
    broker.cut();
    await again;
    await delay(50); // for the receipts: losing one message again and again is what the client sets aside
  }
  // The client keeps the topic that it published last: that of a press, not of the health that follows a connect. And it keeps
  // at which message connections ended, until one has lasted.
  await delay(untilStable);
  await click(board, broker);
}

async function click(board: LinuxEspruino, broker: Broker): Promise<void> {
  for (const act of [press, release]) {
    const told = broker.next(({ topic, payload }) => topic === sensor && payload.includes(`"event":"${act.name}"`), patience);
    act(board);
    await told;
  }
}
