/** The built node on a board, a broker, and somebody who listens: what each behaviour test of the node begins with. */
import type { AedesOptions } from "aedes";
import { connectAsync, type IClientOptions, type IClientPublishOptions, type MqttClient } from "mqtt";
import { onTestFinished, vi } from "vitest";
import { press, release, type ProgrammableBoard } from "../../board/shared/index.ts";
import { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import type { MakeBoard } from "../support/boards.ts";
import { builtDist } from "../support/dist.ts";

/** A message as a subscriber gets it; what is JSON is parsed. */
export interface Heard {
  topic: string;
  payload: unknown;
  /** As it came. */
  text: string;
  qos: number;
  retain: boolean;
}

export interface Online {
  board: ProgrammableBoard;
  /** What the board's console has said so far. */
  lines: string[];
  broker: EmbeddedBroker;
  listener: Listener;
}

/** A press or a release: longer than these nodes debounce, and than a busy machine leaves an interpreter without a look at its pins. */
const moment = 120; // ms
const debounce = 10; // ms

/** Real time, for a real interpreter has no other. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until `look` gives something, and returns it. */
export function until<T>(look: () => T | undefined, what: () => string): Promise<T> {
  return vi.waitFor(
    () => {
      const found = look();
      if (found === undefined) throw new Error(`waited for ${what()}`);
      return found;
    },
    { timeout: 10_000, interval: 10 },
  );
}

/** A broker of its own for one test. */
export async function startBroker(options?: AedesOptions): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start(0, options);
  onTestFinished(() => broker.close());
  return broker;
}

/** A broker, somebody who listens, and a node that is connected. */
export async function online(make: MakeBoard, more: object = {}): Promise<Online> {
  const broker = await startBroker();
  const listener = await Listener.at(broker);
  const node = await flashed(make, { ...dingFor(broker), ...more });
  await node.board.powerOn();
  await listener.next("/kv6003/status/hall", (payload) => payload === "online");
  return { ...node, broker, listener };
}

/** A ding.json with all that a node needs to reach the broker, and short waits. */
export function dingFor({ address }: Pick<EmbeddedBroker, "address">): Record<string, unknown> & { mqtt: object } {
  return {
    node: "hall",
    wifi: { ssid: "virtual" },
    mqtt: { host: address.host, port: address.port },
    button: { debounce },
    retry: { first: 100, longest: 200 },
    sensors: [],
  };
}

/** A board with the node flashed and its button up, still without power. Ends with the test. */
export async function flashed(make: MakeBoard, ding?: unknown): Promise<Pick<Online, "board" | "lines">> {
  const dist = await builtDist();
  const board = make();
  onTestFinished(() => board.discard());
  const lines: string[] = [];
  board.onLine((line) => lines.push(line));
  board.install(dist, ding);
  release(board);
  return { board, lines };
}

/** Presses and lets go. Asks the console nothing meanwhile: the Linux build mixes up its input when pins change just then. */
export async function click(board: ProgrammableBoard): Promise<void> {
  press(board);
  await wait(moment);
  release(board);
  await wait(moment);
}

/** Waits for a line of the board's console. */
export function lineLike(lines: string[], wanted: RegExp): Promise<string> {
  return until(
    () => lines.find((line) => wanted.test(line)),
    () => `a line like ${String(wanted)} among\n${lines.join("\n")}`,
  );
}

/** Somebody who listens to everything under /kv6003, and can speak. */
export class Listener {
  readonly heard: Heard[] = [];
  private readonly _waiting: (() => void)[] = [];

  private constructor(private readonly _client: MqttClient) {
    _client.on("message", (topic, payload, { qos, retain }) => {
      const text = payload.toString();
      this.heard.push({ topic, payload: parsed(text), text, qos, retain });
      for (const go of this._waiting.splice(0)) go();
    });
  }

  static async at({ address }: Pick<EmbeddedBroker, "address">, options: IClientOptions = {}): Promise<Listener> {
    // A session that is kept: what comes while the broker is away is not missed.
    const session = { clientId: "listener", clean: false, reconnectPeriod: 20 };
    const client = await connectAsync({ protocol: "mqtt", host: address.host, port: address.port, ...session, ...options });
    onTestFinished(() => client.endAsync(true));
    client.on("error", () => undefined); // a broker that is away, as the test wants it
    const listener = new Listener(client);
    await client.subscribeAsync("/kv6003/#", { qos: 1 });
    return listener;
  }

  /** All that came on a topic. */
  on(topic: string): Heard[] {
    return this.heard.filter((message) => message.topic === topic);
  }

  /** Waits until `look` gives something, looking after each message: quicker than `until`, and without its end. */
  async soon<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this._waiting.push(resolve));
    }
  }

  /** Waits for the first message on a topic that `wanted` takes. */
  next(topic: string, wanted: (payload: unknown) => boolean = () => true): Promise<Heard> {
    return until(
      () => this.on(topic).find(({ payload }) => wanted(payload)),
      () => `${topic}, heard ${JSON.stringify(this.heard)}`,
    );
  }

  /** Waits for so many messages on a topic. */
  count(topic: string, count: number): Promise<Heard[]> {
    return until(
      () => {
        const all = this.on(topic);
        return all.length >= count ? all : undefined;
      },
      () => `${count} on ${topic}, heard ${JSON.stringify(this.heard)}`,
    );
  }

  async say(topic: string, payload: string | Buffer, options: IClientPublishOptions = {}): Promise<void> {
    await this._client.publishAsync(topic, payload, { qos: 1, ...options });
  }
}

/** The text, or what it is the JSON of. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
