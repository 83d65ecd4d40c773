/** The simulator as the page's server sees it: what happens goes to the pages, what they ask for is done to the boards. */
import { UserError } from "../command-line/user-error.ts";
import type { WifiNetwork } from "../../firmware/config.ts";
import type { Settings } from "../config/settings-shape.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { parseNumberedMessage } from "../mqtt/numbered-message.ts";
import type { FromPage, FromSimulator } from "../page/protocol.ts";
import type { Backend, Download } from "../page/server/backend.ts";
import type { DeviceInfo } from "./device-info.ts";
import type { FlashedBoard } from "./engine.ts";
import type { EngineName } from "./engine-names.ts";
import { packetTap } from "./packet-tap.ts";
import { PageHistory } from "./page-history.ts";
import { PageNode } from "./page-node.ts";
import { PressTraces } from "./press-traces.ts";
import type { PublishedMessage } from "./published.ts";
import { readScenario } from "./scenario.ts";
import { namedScenario, scenarioNames } from "./scenario-files.ts";
import { ScenarioPlayer } from "./scenario-player.ts";
import type { SimulatedNode } from "./simulated-node.ts";
import type { PinEvent, SimulationEvent } from "./simulation-event.ts";
import type { Simulation } from "./simulation.ts";

export interface PageBackendSetup {
  simulation: Simulation;
  /** The boards of the simulation. */
  boards: readonly FlashedBoard[];
  info: DeviceInfo;
  settings: Settings;
  engine: EngineName;
  broker: BrokerAddress & { embedded: boolean };
  /** Publishes; rejects with a UserError that says why not. */
  publish: (message: PublishedMessage) => Promise<void>;
  downloads: ReadonlyMap<string, Download>;
}

type Request = Parameters<Backend["handle"]>[0];

/** How often a node is asked for its status while a page watches, ms. */
const statusEvery = 1000;

export class PageBackend implements Backend {
  readonly downloads: ReadonlyMap<string, Download>;
  private readonly _setup: PageBackendSetup;
  private readonly _nodes: ReadonlyMap<string, PageNode>;
  private readonly _history = new PageHistory();
  private readonly _traces: PressTraces;
  private readonly _player: ScenarioPlayer;
  private readonly _listeners = new Set<(message: FromSimulator) => void>();
  private _polling: NodeJS.Timeout | undefined;

  constructor(setup: PageBackendSetup) {
    const { simulation, info, boards } = setup;
    this._setup = setup;
    this.downloads = setup.downloads;
    const send = (message: FromSimulator): void => this._send(message);
    this._traces = new PressTraces(info.buttons, (press) => send({ type: "press", press }));
    this._nodes = new Map(
      simulation.nodes.map((node) => [node.name, new PageNode(node, boards.find((board) => board.node === node.name)?.board, info, send, this._traces)]),
    );
    this._player = new ScenarioPlayer({
      simulation,
      publish: setup.publish,
      onProgress: (scenario, isNew) => send(isNew ? { type: "scenario", scenario } : { type: "progress", done: scenario.done, running: scenario.running }),
    });
    for (const { link } of simulation.nodes) if (link) link.tap = this._tap();
    simulation.on((event) => this._happened(event));
  }

  welcome(): FromSimulator[] {
    const { simulation } = this._setup;
    const all: FromSimulator[] = [this._hello(), { type: "history", ...this._history.all, presses: this._traces.traces }];
    for (const node of this._nodes.values()) all.push(...node.asItIs);
    all.push({ type: "faults", faults: simulation.faults });
    const { progress } = this._player;
    return progress === undefined ? all : [...all, { type: "scenario", scenario: progress }];
  }

  on(listener: (message: FromSimulator) => void): () => void {
    this._listeners.add(listener);
    this._polling ??= setInterval(() => void this._poll(), statusEvery).unref();
    void this._poll();
    return () => {
      this._listeners.delete(listener);
      if (this._listeners.size > 0) return;
      clearInterval(this._polling);
      this._polling = undefined;
    };
  }

  handle(message: Request, reply: (message: FromSimulator) => void): void {
    if (message.type === "publish") {
      void this._publish(message, reply);
      return;
    }
    this._do(message).catch((error: unknown) => reply({ type: "refused", request: message.type, reason: reasonOf(error) }));
  }

  /** The broker has taken a message. */
  published(message: PublishedMessage): void {
    // Our subscriber gets nothing else.
    if (!message.topic.startsWith(`${this._setup.info.base}/`)) return;
    this._history.published(message);
    const numbered = parseNumberedMessage(message.payload);
    if (numbered) this._traces.reached("broker", numbered, Date.now());
  }

  /** Asks no node any more, and plays nothing. */
  close(): void {
    this._player.stop();
    clearInterval(this._polling);
    this._listeners.clear();
  }

  /** Async, so that what throws is a refusal like what rejects. */
  private async _do(message: Exclude<Request, { type: "publish" }>): Promise<void> {
    const { simulation, settings } = this._setup;
    switch (message.type) {
      case "drive": {
        if (!Object.hasOwn(settings.board.pins, message.pin)) throw new UserError(`this board has no pin ${message.pin}`);
        this._node(message.node).drive(message.pin, message.level);
        return;
      }
      case "type":
        this._node(message.node).board.type(message.text);
        return;
      case "wifi":
        simulation.switches.setWifi(message.up);
        return;
      case "broker":
        return simulation.switches.setBroker(message.up);
      case "silent":
        simulation.switches.setSilent(message.silent);
        return;
      case "slow":
        simulation.switches.setSlow(message.bytesPerSecond);
        return;
      case "power":
        return simulation.switches.setPower(this._node(message.node), message.on);
      case "play":
        return this._player.play("name" in message ? namedScenario(message.name) : readScenario(Buffer.from(message.file), "the file"));
      case "stop":
        this._player.stop();
        return;
    }
  }

  private async _publish({ id, topic, payload, qos, retain }: Extract<FromPage, { type: "publish" }>, reply: (message: FromSimulator) => void): Promise<void> {
    try {
      if (!this._setup.simulation.faults.broker) throw new UserError("the broker is off: switch it on and publish again");
      await this._setup.publish({ topic, payload: Buffer.from(payload), qos, retain });
      reply({ type: "published", id, error: undefined });
    } catch (error) {
      reply({ type: "published", id, error: reasonOf(error) });
    }
  }

  private _node(name: string): SimulatedNode {
    return this._setup.simulation.node(name);
  }

  private _happened(event: SimulationEvent | PinEvent): void {
    switch (event.kind) {
      case "message": {
        const at = Date.now();
        const message = this._history.message(at, event);
        this._send({ type: "message", message });
        const numbered = parseNumberedMessage(event.payload);
        if (numbered) this._traces.reached("subscriber", numbered, at);
        return;
      }
      case "press":
        this._traces.pressed(event.node, event.button, Date.now());
        return;
      case "too short":
        this._traces.tooShort(event.node, event.button);
        return;
      case "console": {
        const line = this._history.line({ node: event.node, at: Date.now(), line: event.line });
        this._send({ type: "console", ...line });
        this._nodes.get(event.node)?.line(event.line);
        return;
      }
      case "input":
      case "output":
        this._nodes.get(event.node)?.pin(event);
        return;
      case "power":
        this._nodes.get(event.node)?.power(event.on);
        this._sendFaults();
        return;
      case "wifi":
      case "broker":
      case "slow":
      case "silent":
        this._sendFaults();
        return;
      case "led":
      case "light":
      case "note":
        return;
    }
  }

  private _sendFaults(): void {
    this._send({ type: "faults", faults: this._setup.simulation.faults });
  }

  private _send(message: FromSimulator): void {
    for (const listener of [...this._listeners]) listener(message);
  }

  private async _poll(): Promise<void> {
    await Promise.all([...this._nodes.values()].map((node) => node.askStatus()));
  }

  private _tap(): ReturnType<typeof packetTap> {
    return packetTap({
      left: (message) => this._traces.reached("socket", message, Date.now()),
      receipt: (message) => this._traces.reached("receipt", message, Date.now()),
    });
  }

  private _hello(): FromSimulator {
    const { simulation, info, settings, engine, broker } = this._setup;
    const { buttons, outputs, lightPin } = info;
    return {
      type: "hello",
      version: settings.version,
      engine,
      base: info.base,
      broker: { host: broker.host, port: broker.port, embedded: broker.embedded },
      nodes: simulation.nodes.map(({ name }) => ({ node: name, buttons, outputs, lightPin })),
      canShapeLinks: simulation.nodes.every(({ link }) => link !== undefined),
      scenarios: scenarioNames(),
      board: { pins: settings.board.pins },
      device: withoutPasswords(settings.device),
    };
  }
}

/** The defaults as a page may have them. */
export function withoutPasswords(device: Settings["device"]): Settings["device"] {
  const { wifi, mqtt, console } = device;
  const hide = (network: WifiNetwork): WifiNetwork => ({ ...network, password: "" });
  return {
    ...device,
    wifi: Array.isArray(wifi) ? wifi.map(hide) : hide(wifi),
    mqtt: { ...mqtt, password: "", key: "" },
    console: { ...console, password: "" },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
