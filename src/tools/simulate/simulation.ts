/** Boards, a broker and a subscriber: reports each event, and does to them what a user, a page or a scenario asks for. */
import { realClock, type Clock } from "../../../board/virtual/index.ts";
import { UserError } from "../command-line/user-error.ts";
import type { Faults } from "../page/protocol.ts";
import type { DeviceInfo } from "./device-info.ts";
import { FaultSwitches, type OwnBroker } from "./fault-switches.ts";
import { sumOf } from "./press-counter.ts";
import type { Gesture } from "./press-queue.ts";
import { SimulatedNode, type NodeOnBoard } from "./simulated-node.ts";
import type { PinEvent, SimulationEvent } from "./simulation-event.ts";
import type { SubscriberOptions } from "./subscriber.ts";
import type { Outcome, SimulationStatus } from "./view.ts";

/** What `Subscriber` is to the simulation. */
export interface OwnSubscriber {
  /** Removes retained messages. Returns whether the broker has confirmed it. */
  forget(topics: readonly string[]): Promise<boolean>;
  end(): Promise<void>;
}

export interface SimulationSetup {
  /** At least one; the terminal's keys and its status line are the first one's. */
  nodes: readonly NodeOnBoard[];
  info: DeviceInfo;
  /** The broker that goes with us; undefined when it is somebody else's. */
  embedded: OwnBroker | undefined;
  /** Subscribes to a filter; resolves once the broker has granted it. */
  subscribe: (filter: string, options: SubscriberOptions) => Promise<OwnSubscriber>;
  /** Called for each event, as it happens. */
  onEvent: (event: SimulationEvent) => void;
  /** The broker, back after a loss, takes our subscriber no more. */
  onRefused: (reason: UserError) => void;
  /** Default: the computer's. */
  clock?: Clock;
  /** Whether the light changes by itself, default true. */
  lightWanders?: boolean;
}

/** How long to wait at the end for what is under way, ms. */
const endTimeout = 5000;
/** How long somebody else's broker has for removing what it retained of us, ms. */
const forgetTimeout = 2000;

export class Simulation {
  readonly nodes: readonly SimulatedNode[];
  /** What can be cut, and put right. */
  readonly switches: FaultSwitches;
  private readonly _setup: SimulationSetup;
  private readonly _clock: Clock;
  private readonly _listeners = new Set<(event: SimulationEvent | PinEvent) => void>();
  private _subscriber: OwnSubscriber | undefined;
  private _started: Promise<void> | undefined;
  /** Gives up the start. */
  private readonly _leaving = new AbortController();
  private _running = false;
  /** Whether our own connection to the broker stands. */
  private _hasLink = false;
  private _outcome: Pick<Outcome, "linked"> | undefined;
  /** Nodes whose status on the broker is "offline". */
  private readonly _offline = new Set<string>();
  private _onChange: () => void = () => undefined;
  private _giveUp: () => void = () => undefined;
  private _patience = endTimeout;

  constructor(setup: SimulationSetup) {
    const { info, clock = realClock, lightWanders = true } = setup;
    this._setup = setup;
    this._clock = clock;
    const onEvent = (event: SimulationEvent): void => this._emit(event);
    const onPin = (event: PinEvent): void => this._tell(event);
    this.nodes = setup.nodes.map((each) => new SimulatedNode(each, { info, clock, lightWanders, onEvent, onPin }));
    this.switches = new FaultSwitches(this.nodes, setup.embedded, onEvent);
  }

  /** Every event, and every change of a pin. Returns a function that stops listening. */
  on(listener: (event: SimulationEvent | PinEvent) => void): () => void {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** Subscribes, then turns the boards on. @throws {UserError} when the broker is unreachable or refuses, or `end` came first */
  start(): Promise<void> {
    this._started = this._start();
    return this._started;
  }

  get status(): SimulationStatus {
    const { led, light } = this._first;
    return { led, light: light?.level, wifi: this.switches.state.wifi, broker: this._broker, count: sumOf(this.nodes.map(({ counter }) => counter.count)) };
  }

  get faults(): Faults {
    return { ...this.switches.state, broker: this._broker };
  }

  /** How it ended, once `end` has waited for what was under way; before, how it would end now. */
  get outcome(): Outcome {
    const count = sumOf(this.nodes.map(({ counter }) => counter.count));
    const areConnected = this.nodes.every(({ isPowered, isConnected }) => !isPowered || isConnected);
    const linked = this.linked && areConnected;
    return { ...(this._outcome ?? { linked }), count, canRead: this._setup.embedded !== undefined || count.messages > 0 };
  }

  /** Whether nothing is cut: what is pressed now arrives, at the latest when the node has connected again. */
  get linked(): boolean {
    return this.switches.areLinksWhole && this._broker;
  }

  /** The board of that name. @throws {UserError} if no board has it */
  node(name: string): SimulatedNode {
    const node = this.nodes.find((each) => each.name === name);
    if (node === undefined) throw new UserError(`there is no board ${name}: it is ${this.nodes.map((each) => each.name).join(" or ")}`);
    return node;
  }

  /**
   * Presses a button; while the board still boots, nobody would notice.
   * @param button its name; undefined: the first
   */
  async press(gesture: Gesture, node = this._first, button?: string): Promise<void> {
    if (this._running) await node.press(gesture, button);
  }

  /** Covers the first board's light sensor, or takes the hand away. */
  toggleLight(): void {
    const { light, name } = this._first;
    if (!light) {
      this._emit({ kind: "note", text: "the node has no analog sensor for the light to fall on: add one to flash.config.json" });
      return;
    }
    light.toggle();
    this._emit({ kind: "light", node: name, isCovered: light.isCovered, level: light.level });
  }

  /** Cuts the Wi-Fi, or brings it back. */
  toggleWifi(): void {
    this.switches.setWifi(!this.switches.state.wifi);
  }

  /** Stops the embedded broker, or starts it again; says so when the broker is not ours. */
  async toggleBroker(): Promise<void> {
    try {
      await this.switches.toggleBroker();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.note(error.message);
    }
  }

  /** Tells whoever watches. */
  note(text: string): void {
    this._emit({ kind: "note", text });
  }

  /** Presses no more, waits until every press has arrived that can, and ends all. Gives up a start under way. Twice is harmless. */
  async end(): Promise<void> {
    this._leaving.abort();
    // Whoever started hears why it failed.
    await this._started?.catch(() => undefined);
    await this._end();
  }

  /** Ends an `end` that waits for something. */
  hurry(): void {
    this._patience = 0;
    this._giveUp();
  }

  private async _start(): Promise<void> {
    const { embedded, info, onRefused } = this._setup;
    this._subscriber = await this._setup.subscribe(`${info.base}/#`, {
      keepSession: embedded !== undefined,
      onMessage: (topic, payload, packet) => this._received(topic, payload, packet),
      onLink: (isUp) => this._linkChanged(isUp),
      onRefused,
      signal: this._leaving.signal,
    });
    try {
      await Promise.all(this.nodes.map((node) => node.plugIn()));
    } catch (error) {
      await this._end();
      throw error;
    }
    this._running = true;
  }

  private async _end(): Promise<void> {
    const { embedded } = this._setup;
    await Promise.all(this.nodes.map((node) => node.release()));
    await this.switches.close();
    if (this.linked) await this._until(() => this.nodes.every(({ counter: { count } }) => count.received + count.unplugged >= count.pressed));
    this._outcome ??= this.outcome;
    const powered = this.nodes.filter(({ isPowered }) => isPowered);
    await Promise.all(this.nodes.map((node) => node.end()));
    this._running = false;
    if (this._subscriber && embedded === undefined) {
      if (this.outcome.canRead) await this._until(() => powered.every(({ name }) => this._offline.has(name)));
      await this._forget(this._subscriber);
    }
    await this._subscriber?.end();
    this._subscriber = undefined;
    await embedded?.close();
  }

  /** The node names exist only for this run, so their retained messages would stay on somebody else's broker for ever. */
  private async _forget(subscriber: OwnSubscriber): Promise<void> {
    const { base, outputs } = this._setup.info;
    const topics = this.nodes.flatMap(({ name }) => [`${base}/status/${name}`, ...outputs.map((output) => `${base}/state/${name}/${output.name}`)]);
    let isForgotten: boolean | undefined;
    void subscriber.forget(topics).then((forgotten) => {
      isForgotten = forgotten;
      this._onChange();
    });
    await this._until(() => isForgotten !== undefined, forgetTimeout);
    if (!isForgotten) this.note(`the broker did not confirm that it removed what it retains of these boards: ${topics.join(", ")}`);
  }

  private get _first(): SimulatedNode {
    const [first] = this.nodes;
    if (first === undefined) throw new Error("a simulation has at least one node");
    return first;
  }

  /** What the terminal shows goes to everybody. */
  private _emit(event: SimulationEvent): void {
    this._setup.onEvent(event);
    this._tell(event);
  }

  private _tell(event: SimulationEvent | PinEvent): void {
    for (const listener of [...this._listeners]) listener(event);
  }

  private _received(topic: string, payload: Uint8Array, { qos, retain }: { qos: 0 | 1 | 2; retain: boolean }): void {
    const { base } = this._setup.info;
    for (const node of this.nodes) {
      if (`${topic}/`.startsWith(`${base}/sensor/ding/`)) node.counter.countMessage(payload);
      if (topic !== `${base}/status/${node.name}`) continue;
      if (Buffer.from(payload).toString() === "offline") this._offline.add(node.name);
      else this._offline.delete(node.name);
    }
    this._emit({ kind: "message", topic, payload, qos, retained: retain });
    this._onChange();
  }

  private get _broker(): boolean {
    return this._setup.embedded?.running ?? this._hasLink;
  }

  /** Of our own broker we know it anyway. */
  private _linkChanged(isUp: boolean): void {
    this._hasLink = isUp;
    if (this._setup.embedded === undefined && this._running) this._emit({ kind: "broker", up: isUp });
  }

  /** Waits until `done`, but no longer than patience lasts, ms. */
  private _until(done: () => boolean, patience = this._patience): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        this._onChange = () => undefined;
        resolve();
      };
      const cancel = this._clock.after(patience, finish);
      this._giveUp = finish;
      this._onChange = () => {
        if (done()) finish();
      };
      this._onChange();
    });
  }
}
