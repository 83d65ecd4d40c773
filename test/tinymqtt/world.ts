/**
 * A client in a world of its own: time stands still until a test moves it, the network is a list of sockets, and the
 * broker is the test. Sockets and events behave as Espruino's do (listeners run later, `this` is the emitter).
 */
import { afterEach, beforeEach, vi } from "vitest";
import { create, type Client, type Events, type Options } from "tinymqtt";

type Listener = (this: unknown, ...args: never[]) => void;

/** `on` and `emit` as every object has them on the chip: `emit` queues. */
class Emitter {
  readonly listeners = new Map<string, Listener[]>();
  on = (event: string, listener: Listener): void => {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  };
  emit(self: unknown, event: string, ...args: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) queueMicrotask(() => void Reflect.apply(listener, self, args));
  }
}

/** The broker's side of one TCP connection. Bytes are written in hexadecimal, as the tests annotate them. */
export class Line {
  private readonly _events = new Emitter();
  private readonly _written: string[] = [];
  /** The client called `end`. */
  ended = false;
  /** The broker closed, and the event that says so waits in the queue: Espruino's sockets throw at a write then. */
  dead = false;
  readonly socket = {
    on: this._events.on,
    write: (bytes: string): boolean => {
      if (this.ended || this.dead) throw new Error("This socket is closed");
      this._written.push(bytes);
      return false;
    },
    end: (): void => {
      this.ended = true;
    },
  };

  constructor(readonly address: { host: string; port: number }) {}

  /** What the client wrote since this was asked last: one string, in hexadecimal. */
  take(): string {
    return hex(this._written.splice(0).join(""));
  }

  async send(bytes: string): Promise<void> {
    this._emit("data", raw(bytes));
    await settled();
  }

  /** Listeners of the socket itself run at once, as the interpreter's idle loop calls them. */
  private _emit(event: string, ...args: unknown[]): void {
    for (const listener of this._events.listeners.get(event) ?? []) Reflect.apply(listener, this.socket, args);
  }

  async opened(onConnect: (this: never) => void): Promise<void> {
    Reflect.apply(onConnect, this.socket, []);
    await settled();
  }

  async drain(): Promise<void> {
    this._emit("drain");
    await settled();
  }

  async close(): Promise<void> {
    this._emit("close", false);
    await settled();
  }
}

export class World {
  readonly lines: Line[] = [];
  readonly client: Client;
  /** Every event, as `name` and what it brought. */
  readonly events: [name: string, what: unknown][] = [];
  /** What the next connects do: throw, never answer, or (undefined) connect. */
  network: "refuses" | "silent" | "answers" = "answers";
  /** What `random()` gives. */
  chance = 0.5;

  constructor(options: Options = {}, host = "broker") {
    const net = {
      connect: (address: { host: string; port: number }, onConnect: (this: never) => void) => {
        if (this.network === "refuses") throw new Error("Unable to create socket");
        const line = new Line({ host: address.host, port: address.port });
        this.lines.push(line);
        if (this.network === "answers") queueMicrotask(() => void line.opened(onConnect));
        return line.socket;
      },
    };
    const emitter = new Emitter();
    this.client = create(host, { clientId: "c", net, random: () => this.chance, ...options });
    const also = (name: string, value: unknown): void => void Object.defineProperty(this.client, name, { value });
    also("on", emitter.on);
    also("emit", (event: string, ...args: unknown[]) => {
      this.events.push([event, args[0]]);
      emitter.emit(this.client, event, ...args);
    });
    worlds.push(this);
  }

  /** The newest connection. */
  get line(): Line {
    const line = this.lines.at(-1);
    if (!line) throw new Error("no connection was opened");
    return line;
  }

  /** Connected, with the CONNECT taken. */
  static async online(options: Options = {}, connack = "20 02 00 00"): Promise<World> {
    const world = new World(options);
    world.client.connect();
    await world.accept(connack);
    return world;
  }

  /** Answers the CONNECT of the newest connection. */
  async accept(connack = "20 02 00 00"): Promise<void> {
    await settled();
    this.line.take();
    await this.line.send(connack);
  }

  /** What the events of that name brought, and forgets them. */
  heard(name: keyof Events): unknown[] {
    const found = this.events.filter(([event]) => event === name).map(([, what]) => what);
    const others = this.events.filter(([event]) => event !== name);
    this.events.splice(0, this.events.length, ...others);
    return found;
  }
}

const worlds: World[] = [];

/** Fake time for a whole test file; at each test's end, no timer may be left once the client has ended. */
export function useWorlds(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => {
    for (const { client } of worlds.splice(0)) client.end();
    const left = vi.getTimerCount();
    vi.useRealTimers();
    if (left > 0) throw new Error(`${left} timers are left after end()`);
  });
}

export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settled();
}

/** Queued events have run. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

/** "30 05 'a/b'" to bytes: hexadecimal, with quoted text between. */
export function raw(annotated: string): string {
  return annotated.replace(/'([^']*)'|([0-9a-f]{2})|\s+/gi, (_all, text: string | undefined, byte: string | undefined) =>
    text !== undefined ? Buffer.from(text, "utf8").toString("latin1") : byte ? String.fromCharCode(parseInt(byte, 16)) : "",
  );
}

export function hex(bytes: string): string {
  return [...Buffer.from(bytes, "latin1")].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The same notation as `hex` gives, so that expectations can be annotated. */
export function bytes(annotated: string): string {
  return hex(raw(annotated));
}
