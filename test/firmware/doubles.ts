/** What stands in for the MQTT client and for the board where a part of the firmware uses them directly. */
import { vi } from "vitest";
import type { Client, Events, Options, PublishOptions, QueuedMessage } from "tinymqtt";
import type { Output, OnEdge, Wifi, WifiDetails } from "../../board/board.ts";

export interface Published {
  topic: string;
  payload: string;
  options: PublishOptions | boolean | undefined;
}

/** A client as far as the firmware uses one. `publish` takes everything, also while it is not connected. */
export class FakeClient implements Client {
  connected = false;
  losses = 0;
  last = "";
  attempts = 0;
  queued = 0;
  dropped = 0;
  sinceReceipt = 0;
  aside: string | undefined;
  unheard = 0;
  readonly published: Published[] = [];
  /** "connect", "suspend Wi-Fi: NO_AP_FOUND", "subscribe a,b at 1". */
  readonly calls: string[] = [];
  private readonly _listeners = new Map<string, ((args: unknown[]) => void)[]>();

  constructor(
    readonly host: string,
    readonly options: Options | undefined,
  ) {}

  publish(topic: string, payload: string, options?: PublishOptions | boolean): boolean {
    this.published.push({ topic, payload, options });
    return true;
  }

  subscribe(filters: string | string[], qos?: number): void {
    this.calls.push(`subscribe ${String(filters)} at ${qos}`);
  }

  takeBack(): QueuedMessage[] {
    return [];
  }

  unsubscribe(): void {
    throw new Error("the node gives no filter up");
  }

  connect(): void {
    this.calls.push("connect");
  }

  suspend(reason: string): void {
    this.calls.push(`suspend ${reason}`);
  }

  disconnect(): void {
    throw new Error("the node does not disconnect");
  }

  end(): void {
    throw new Error("the node does not end");
  }

  on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): void {
    const call = (args: unknown[]): void => void Reflect.apply(listener, this, args);
    this._listeners.set(event, [...(this._listeners.get(event) ?? []), call]);
  }

  removeListener(event: keyof Events): void {
    this._listeners.delete(event);
  }

  /** The client tells something, and is connected or not by then. */
  emit<E extends keyof Events>(event: E, ...args: Events[E]): void {
    if (event === "connected") this.connected = true;
    if (event === "disconnected") this.connected = false;
    for (const listener of this._listeners.get(event) ?? []) listener(args);
  }
}

/** From the next import on, tinymqtt makes fake clients: this is the latest. Module state is fresh, too. */
export function fakeTinymqtt(): { readonly client: FakeClient } {
  let client: FakeClient | undefined;
  vi.resetModules();
  vi.doMock("tinymqtt", () => ({ create: (host: string, options?: Options) => (client = new FakeClient(host, options)) }));
  return {
    get client() {
      if (!client) throw new Error("no client was made");
      return client;
    },
  };
}

/** A Wi-Fi driver: `up` and `down` are what it tells. */
export class FakeWifi implements Wifi {
  rssi: number | undefined = -58;
  /** "stopAP", "connect home", "setSNTP pool.ntp.org". */
  readonly calls: string[] = [];
  private readonly _listeners = new Map<string, (details: WifiDetails) => void>();

  on(event: "connected" | "disconnected", listener: (details: WifiDetails) => void): void {
    this._listeners.set(event, listener);
  }

  connect(ssid: string): void {
    this.calls.push(`connect ${ssid}`);
  }

  disconnect(): void {
    this.calls.push("disconnect");
  }

  scan(): void {
    this.calls.push("scan");
  }

  stopAP(): void {
    this.calls.push("stopAP");
  }

  getStatus(): { rssi?: number } {
    return this.rssi === undefined ? {} : { rssi: this.rssi };
  }

  setSNTP(host: string): void {
    this.calls.push(`setSNTP ${host}`);
  }

  up(): void {
    this._listeners.get("connected")?.({ ip: "10.0.0.7" });
  }

  down(msg = "BEACON_TIMEOUT"): void {
    this._listeners.get("disconnected")?.({ msg });
  }
}

/** The functions of board/esp32, for main.ts, which calls them by name. */
export class FakeBoard {
  /** Storage's ding.json; undefined: there is none. */
  ding: string | undefined;
  /** What Storage.readJSON makes of it. */
  loose: unknown;
  readonly wifi = new FakeWifi();
  /** The level of each output, by its pin. */
  readonly levels = new Map<string, number>();
  /** "doors open", "watchdog", "seed 30aea440c4ff3", "kick". */
  readonly calls: string[] = [];
  /** Moves the button's contact: true closes it. */
  edge: OnEdge = () => undefined;
  private _isClosed = false;

  /** From the next import of main.ts on, it runs on this board. */
  install(): void {
    vi.doMock("../../board/esp32/chip.ts", () => ({
      serialNumber: () => "30aea440c4ff",
      seedRandom: (seed: string) => this.calls.push(`seed ${seed}`),
      startWatchdog: () => this.calls.push("watchdog"),
      lockConsole: (password: string) => this.calls.push(`lock ${password}`),
      restartChip: () => this.calls.push("restart"),
      writeAt: (name: string, bytes: string, offset: number) => this.calls.push(`write ${name} ${bytes} at ${offset}`),
      kickWatchdog: () => this.calls.push("kick"),
      memory: () => ({ used: 700, total: 5000 }),
      wifi: () => this.wifi,
      readFile: (name: string) => (name === "ding.json" ? this.ding : undefined),
      readPart: () => undefined,
      hasLoaded: () => false,
      readLooseJson: () => this.loose,
    }));
    vi.doMock("../../board/esp32/doors.ts", () => ({ openDoors: () => this.calls.push("doors open") }));
    vi.doMock("../../board/esp32/pins.ts", () => ({
      setOutput: ({ pin }: Output, level: number) => this.levels.set(pin, level),
      watchContact: (_contact: unknown, onEdge: OnEdge) => {
        this.edge = (isClosed, time) => {
          this._isClosed = isClosed;
          onEdge(isClosed, time);
        };
        return () => this._isClosed;
      },
    }));
  }
}
