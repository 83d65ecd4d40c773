/**
 * The built node, Mosquitto, and a practical's Python programs: a press arrives, a command switches the LED, a killed
 * broker loses nothing, a wrong password is named. On the virtual ESP32, and on the interpreter that ESPRUINO names.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Devboard } from "../../board/shared/index.ts";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { flashedBoards } from "../../src/tools/simulate/engine.ts";
import type { EngineName } from "../../src/tools/simulate/engine-names.ts";
import { PressQueue } from "../../src/tools/simulate/press-queue.ts";
import { buildNode } from "../../src/tools/node-build/build-node.ts";
import { deviceInfo, type DeviceInfo } from "../../src/tools/simulate/device-info.ts";
import { Mosquitto, type Account } from "./mosquitto.ts";
import { killAll, ChildProgram } from "../support/child-program.ts";
import { requirements, type Requirements } from "./requirements.ts";

const found = requirements();
const engines: EngineName[] = process.env["ESPRUINO"] ? ["virtual", "espruino"] : ["virtual"];
const account: Account = { username: "student", password: "pass#wörd" };
const nodeName = "ding-interop";

describe.skipIf(typeof found === "string")("the node among other people's programs", () => {
  const dist = mkdtempSync(join(tmpdir(), "dist-"));
  let info: DeviceInfo;
  beforeAll(async () => {
    info = deviceInfo((await buildNode(dist)).device);
  });
  afterAll(() => rmSync(dist, { recursive: true, force: true }));

  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    // The last one started ends first: a board before its broker.
    for (const end of ends.splice(0).reverse()) await end();
    killAll();
  });

  async function mosquitto(as?: Account): Promise<Mosquitto> {
    const broker = await Mosquitto.start(installed(), as);
    ends.push(() => broker.end());
    return broker;
  }

  /** A board with the node, and its button; `lines` is what its console says. */
  function node(engine: EngineName, address: BrokerAddress): { board: Devboard; button: PressQueue; lines: string[] } {
    const [flashed] = flashedBoards(engine, dist, { nodes: [nodeName], address, info });
    if (flashed === undefined) throw new Error("no board");
    const { board } = flashed;
    const lines: string[] = [];
    board.onLine((line) => lines.push(line));
    ends.push(() => board.discard());
    const button = new PressQueue(board, info.buttons[0]);
    return { board, button, lines };
  }

  /** The practical's subscriber, subscribed. */
  async function subscriber({ address }: Mosquitto, ...more: string[]): Promise<ChildProgram> {
    const program = python("subscriber.py", address.host, String(address.port), ...login(address), ...more);
    await program.seen(/^subscribed$/);
    return program;
  }

  describe.each(engines)("on the %s engine", (engine) => {
    it.each([
      ["open to all", undefined],
      ["with a password file", account],
    ])("a press reaches a paho subscriber, and a paho publisher switches the LED, on Mosquitto %s", async (_how, as) => {
      const broker = await mosquitto(as);
      const paho = await subscriber(broker);
      const { board, button } = node(engine, broker.address);
      await board.powerOn();
      await paho.seen(new RegExp(`^/kv6003/status/${nodeName} online$`));

      await button.press("single");
      const [press = ""] = await paho.seen(/^\/kv6003\/sensor\/ding .*"event":"press"/);
      expect(JSON.parse(press.slice(press.indexOf(" ")))).toMatchObject({ node: nodeName, boot: 1, type: "button", event: "press" });

      for (const [command, level, state] of [
        ["toggle", 1, "on"],
        ["off", 0, "off"],
      ] as const) {
        const { host, port } = broker.address;
        const publisher = python("publisher.py", host, String(port), "/kv6003/control/led", command, ...login(broker.address));
        expect(await publisher.ended(), publisher.lines.join("\n")).toBe(0);
        await paho.seen(new RegExp(`^/kv6003/state/${nodeName}/led .*"state":"${state}"`), command === "off" ? 2 : 1);
        await expect.poll(() => board.level(info.outputs[0].pin)).toBe(level);
      }
    });

    it("all presses arrive, in order, though the broker is killed and restarted while they happen", async () => {
      const broker = await mosquitto();
      const paho = await subscriber(broker, "--session", "practical");
      const { board, button } = node(engine, broker.address);
      await board.powerOn();
      await paho.seen(/\/status\/\S+ online$/);

      const before = pressTimes(button, 3);
      await paho.seen(/"event":"press"/);
      await broker.kill();
      await before;
      await pressTimes(button, 3);
      await broker.restart();
      await pressTimes(button, 3);

      await paho.seen(/"event":"press"/, 9);
      const seqs = paho.lines.filter((line) => line.includes('"event":"press"')).map((line) => Number(/"seq":(\d+)/.exec(line)?.[1]));
      const once = [...new Set(seqs)];
      expect(once).toHaveLength(9);
      expect(once).toEqual([...once].sort((a, b) => a - b));
    });

    it("a wrong password is named on the board's console, and not printed", async () => {
      const broker = await mosquitto(account);
      const { board, lines } = node(engine, { ...broker.address, password: "wrong-one" });
      await board.powerOn();
      await expect.poll(() => lines.join("\n"), { timeout: 20_000 }).toMatch(/refused: .*(not authori[sz]ed|bad user ?name or password)/);
      expect(lines.join("\n")).not.toContain("wrong-one");
    });
  });
});

/** Presses one after the other. */
async function pressTimes(button: PressQueue, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await button.press("single");
}

function python(script: string, ...args: string[]): ChildProgram {
  return new ChildProgram(installed().python, [join(import.meta.dirname, script), ...args]);
}

function login({ username, password }: BrokerAddress): string[] {
  return username === undefined || password === undefined ? [] : [username, password];
}

function installed(): Requirements {
  if (typeof found === "string") throw new Error(found);
  return found;
}
