/** The node that the fuzzers work on: the built one on the virtual ESP32, with a clock that moves when told to and a broker that sends anything. */
import { expect } from "vitest";
import { press, release, type ProgrammableBoard } from "../../board/shared/index.ts";
import { settle } from "../../board/virtual/index.ts";
import { desk, type Desk } from "../node/desk.ts";
import { FuzzBroker } from "./fuzz-broker.ts";

export const control = "/kv6003/control/led/hall";
/** ms that a press or its pause lasts: longer than the node debounces. */
const moment = 100;
/** ms in which a node that works is connected again. */
const reconnectTime = 30_000;
/** Lines of the console that a fault of the program leaves. */
const faultLine = /^Uncaught|^Execution Interrupted|SAFE MODE|part has ended|crashed/;

/** What is in use: a new watch has the number after the last one's; listeners are properties of what emits. */
async function inUse(board: ProgrammableBoard): Promise<string> {
  const listeners = (event: string): string => `(function(l){return Array.isArray(l)?l.length:l?1:0})(require("Wifi")["#on${event}"])`;
  const watches = await board.eval("(function(id){clearWatch(id);return id})(setWatch(function(){},D4,{}))");
  return [watches, await board.eval(`${listeners("connected")}+","+${listeners("disconnected")}`), await board.eval("Object.keys(global).length")].join();
}

export class FuzzNode {
  readonly broker = new FuzzBroker();
  private _inUse = "";

  private constructor(readonly desk: Desk) {}

  /** A node that is connected. `ding` is more of its configuration. */
  static async online(ding: object = {}): Promise<FuzzNode> {
    const recovery = { rejoin: 0, restart: 0 };
    const all = await desk({ retry: { first: 100, longest: 100 }, recovery, health: 86_400_000, ...ding }, undefined, undefined, { random: () => 0.5 });
    const node = new FuzzNode(all);
    all.replaceBroker(node.broker.accept);
    await all.board.powerOn();
    await all.clock.advance(1500);
    expect(all.lines).toContain("mqtt: connected as hall");
    await node.works();
    node._inUse = await inUse(all.board);
    return node;
  }

  /** The board has reported no fault, and has not restarted. */
  expectNoFault(): void {
    const { board, lines } = this.desk;
    expect(lines.filter((line) => faultLine.test(line))).toEqual([]);
    expect(board.lastReboot).toBeUndefined();
    lines.length = 0;
  }

  /** Sends commands, and resolves with the answers to each: what came where its sender wanted it. */
  async commands(payloads: readonly Buffer[]): Promise<{ payload: Buffer; answers: Buffer[] }[]> {
    const { broker } = this;
    broker.published.length = 0;
    payloads.forEach((payload, i) => {
      const properties = { responseTopic: "answers", correlationData: Buffer.from(String(i)) };
      broker.send(broker.encode({ cmd: "publish", topic: control, payload, qos: 0, dup: false, retain: false, properties }));
    });
    await settle();
    const answers = broker.published.filter(({ topic }) => topic === "answers");
    return payloads.map((payload, i) => ({
      payload,
      answers: answers.filter(({ correlation }) => correlation === String(i)).map((answer) => answer.payload),
    }));
  }

  /** Loses its connection, and gets a good one within a while. */
  async reconnected(): Promise<void> {
    this.desk.lines.length = 0;
    await this._connectsAnew(undefined);
    expect(this.desk.lines).toContain("mqtt: connected as hall");
  }

  /** Loses its connection, and gets these bytes in answer to its next CONNECT. */
  async greetedBy(bytes: Buffer): Promise<void> {
    await this._connectsAnew(bytes);
  }

  /** A good command is done, and a press arrives. */
  async works(): Promise<void> {
    const { board, clock } = this.desk;
    for (const [state, level] of [
      ["on", 1],
      ["off", 0],
    ] as const) {
      await this.commands([Buffer.from(JSON.stringify({ state, brightness: 1 }))]);
      expect(board.level("D2")).toBe(level);
    }
    press(board);
    await clock.advance(moment);
    release(board);
    await clock.advance(moment);
    expect(this.broker.published.map(({ topic }) => topic)).toContain("/kv6003/sensor/ding");
  }

  private async _connectsAnew(greeting: Buffer | undefined): Promise<void> {
    const { clock } = this.desk;
    const { connections } = this.broker;
    this.broker.greeting = greeting;
    this.broker.hangUp();
    for (let waited = 0; waited < reconnectTime && this.broker.connections === connections; waited += moment) await clock.advance(moment);
  }

  /** All that was in use at the start, and no more. */
  async expectNoGrowth(): Promise<void> {
    expect(await inUse(this.desk.board)).toBe(this._inUse);
    await this.desk.board.eval("ding.status()");
    expect(this.desk.lines.join("\n")).toContain('"queued":0,');
  }
}
