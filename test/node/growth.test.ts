/**
 * The built node's RAM on the real interpreter, in JsVars of 14 bytes: what the idle node takes, and that nothing of a
 * press, a command or a reconnect stays behind.
 */
import type { Client } from "aedes";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { LinuxEspruino, standInVars } from "../../board/linux/index.ts";
import { press, release, type ProgrammableBoard } from "../../board/shared/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { Broker5 } from "./broker-5.ts";
import { dingFor, flashed, lineLike, Listener, startBroker, until } from "./node.ts";

/** Every option switched on that adds to what is kept in RAM. */
const everyOption = {
  button: { debounce: 10, events: ["press", "release", "click", "double", "long"] },
  buttons: [{ name: "door", pin: "D27" }],
  led: { restore: "last" },
  outputs: [{ name: "relay", pin: "D4", restore: "last" }],
  status: { pin: "D5" },
  sensors: [
    { name: "light", kind: "analog", pin: "D34", change: 0.05 },
    { name: "window", kind: "digital", pin: "D35" },
    { name: "chip", kind: "temperature" },
  ],
  topics: "node",
  readings: "topic",
  discovery: "homeassistant",
  mqtt: { key: "a key of 18 bytes.", sign: true },
};

/** JsVars that the idle, connected node may take, of the 5874 that a chip has. */
const ceilings: [what: string, ding: { mqtt?: object; journal?: number }, ceiling: number][] = [
  ["with one sensor that keeps its messages in RAM", { journal: 0 }, 1200],
  ["with one sensor that keeps its messages in flash", { journal: 61_440 }, 1210],
  ["with every option", everyOption, 1600],
];
/** The first of these with a broker of MQTT 5. */
const ceilingOfVersion5 = 1200;
/** JsVars of an interpreter that runs nothing. */
const bareVars = 36;

const control = "/kv6003/control/led/hall";

/** Good ones and bad ones, words for the most part since they are quick; then comes one with an id. */
const commands = [
  ...["on", "onn", "off", "-", "TOGGLE", "[1]", " on ", "off", "false", "1", "yes", "0", "{"],
  ...['{"brightness":0.5,"id":"7"}', '{"blink":{"on":10,"off":10},"for":9000}', '{"state":1}', '{"a":[1,{"b":2}]}', '{"brightness":1}', "off"],
];

/**
 * Runs before the node: prints what is in use, so that nobody need ask a console that gets keys wrong under load. And it
 * lets a minute pass within seconds, in steps that the node takes for time, since the boot guard's part stays in RAM for so long.
 */
const gauge = `setInterval(function(){print("JsVars "+process.memory().usage)},200);
var ahead=0;function gain(){ahead+=25e3;if(ahead<1e5)setTimeout(gain,1200)}
setTimeout("Date.now=function(){return getTime()*1e3+ahead};gain()",900);
setTimeout("delete Date.now;delete gain;delete ahead;print('hasted')",5900)`;

beforeAll(...buildFirst);

/** Hears the gauge. Returns what asks it: the least of its next readings, for what is in work now and then is no growth. */
function gaugeOf(board: ProgrammableBoard): () => Promise<number> {
  const readings: number[] = [];
  board.onLine((line) => {
    const used = /^JsVars (\d+)$/.exec(line)?.[1];
    if (used !== undefined) readings.push(Number(used));
  });
  return async () => {
    const from = readings.length;
    await until(
      () => readings[from + 9],
      () => "the gauge",
    );
    return Math.min(...readings.slice(from));
  };
}

/** JsVars of the gauge and of what stands in for the chip's own functions. */
async function gaugeVars(): Promise<number> {
  const board = new LinuxEspruino(espruino);
  onTestFinished(() => board.discard());
  board.put(".boot2", gauge);
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  const used = gaugeOf(board);
  await board.powerOn();
  await lineLike(lines, /^hasted$/);
  return (await used()) - bareVars;
}

describe.skipIf(!espruino)("on the real interpreter", () => {
  const make = (): LinuxEspruino => new LinuxEspruino(espruino);

  /** JsVars of the node itself, connected to the broker at this port, once its boot guard is gone. */
  async function idleVars(port: number, ding: { mqtt?: object; journal?: number }): Promise<number> {
    const { board, lines } = await flashed(make, { wifi: { ssid: "virtual" }, sntp: "", ...ding, mqtt: { host: "127.0.0.1", port, ...ding.mqtt } });
    board.put(".boot2", gauge);
    const used = gaugeOf(board);
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected as ding-/);
    await lineLike(lines, /^hasted$/);
    const [others] = await Promise.all([gaugeVars(), used()]);
    return (await used()) - others - standInVars.wifi;
  }

  it.each(ceilings)("the idle, connected node %s takes no more JsVars than it may", async (_what, ding, ceiling) => {
    const { address } = await startBroker();
    expect(await idleVars(address.port, ding)).toBeLessThanOrEqual(ceiling);
  });

  it("the idle, connected node takes no more than it may with a broker of MQTT 5", async () => {
    const server = createServer(new Broker5(() => 0).serve);
    onTestFinished(() => void server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    expect(await idleVars((server.address() as AddressInfo).port, { journal: 0 })).toBeLessThanOrEqual(ceilingOfVersion5);
  });

  it("1000 presses, 1000 commands and 50 outages with a press leave nothing behind", { timeout: 300_000 }, async () => {
    let node: Client | undefined;
    const broker = await startBroker({
      authenticate: (client, _username, _password, done) => {
        if (client.id === "hall") node = client;
        done(null, true);
      },
    });
    const listener = await Listener.at(broker);
    const { board, lines } = await flashed(make, {
      ...dingFor(broker),
      button: { debounce: 0, events: ["press", "release"] },
      retry: { first: 100, longest: 100 },
      sensors: [{ name: "chip", kind: "temperature" }],
    });
    board.put(".boot2", gauge);
    const used = gaugeOf(board);
    const heard = (topic: string, count: number): Promise<true> => listener.soon(() => listener.on(topic).length >= count || undefined);

    async function click(): Promise<void> {
      const events = "/kv6003/sensor/ding";
      const before = listener.on(events).length;
      press(board);
      await heard(events, before + 1);
      release(board);
      await heard(events, before + 2);
    }

    let batch = 0;
    async function work(times: { presses: number; commands: number; reconnects: number }): Promise<void> {
      for (let i = 0; i < times.presses; i++) await click();
      for (let i = 0; i < times.commands; i += commands.length + 1) {
        for (const command of commands) await listener.say(control, command);
        // A state that waits gives way to a newer one, but for one with an id.
        const id = `batch ${batch++}`;
        await listener.say(control, `{"state":"off","id":"${id}"}`);
        await listener.soon(() => listener.on("/kv6003/state/hall/led").some(({ payload }) => (payload as { id?: string }).id === id) || undefined);
      }
      const health = "/kv6003/health/hall";
      let healthBefore = 0;
      for (let i = 0; i < times.reconnects; i++) {
        const before = listener.on("/kv6003/state/hall/led").length;
        const presses = listener.on("/kv6003/sensor/ding").length;
        healthBefore = listener.on(health).length;
        node?.conn.destroy();
        press(board); // through flash
        await heard("/kv6003/state/hall/led", before + 1); // said again after each connect
        release(board);
        await heard("/kv6003/sensor/ding", presses + 2);
      }
      // The client keeps the topic that it published last. So that it is the same each time, the last is a press, after the
      // health that follows a connect.
      await heard(health, healthBefore + 1);
      await click();
    }

    await board.powerOn();
    await lineLike(lines, /^hasted$/);
    // Several losses: the client remembers the message at which a connection ended, once it has happened.
    await work({ presses: 1, commands: commands.length, reconnects: 10 });
    await used();
    const before = await used();
    await work({ presses: 1000, commands: 1000, reconnects: 50 });
    // At which message connections ended is kept until one has lasted 30 s; what stays behind would not go.
    await expect.poll(used, { timeout: 60_000, interval: 1 }).toBeLessThanOrEqual(before);
  });
});
