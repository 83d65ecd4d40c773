/** Many light nodes in this process, each with a connection of its own. */
import type { Config } from "../../firmware/config.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { LightNode } from "./light-node.ts";
import { waitFor } from "./wait-for.ts";

/** How many connect at the same time at first; later it is the nodes' own backoff that decides. */
const atOnce = 50;
/** ms until all must be connected for the first time, for each node. */
const patience = 50;
/** ms between two groups of presses. */
const pressStep = 100;

export interface FleetPlan {
  config: Config;
  nodes: number;
  /** ms between two presses of a node. */
  pressEvery: number;
  /** The random function of the node with this index. */
  random: (index: number) => () => number;
}

/**
 * Hears of an attempt to connect when it has ended.
 * @param due when the client's backoff wanted it, ms of `performance.now()`
 */
export type AttemptListener = (due: number, isConnected: boolean) => void;

export class Fleet {
  /** Nodes that are connected now. */
  connected = 0;
  private readonly _nodes: LightNode[] = [];
  private readonly _pressEvery: number;
  private _presser: NodeJS.Timeout | undefined;
  private _onAttempt: AttemptListener = () => undefined;

  constructor({ config, nodes, pressEvery, random }: FleetPlan, address: BrokerAddress) {
    this._pressEvery = pressEvery;
    for (let index = 0; index < nodes; index++) {
      const node = new LightNode(config, `fleet-${String(index).padStart(5, "0")}`, address, random(index));
      this._follow(node);
      this._nodes.push(node);
    }
  }

  /** Connects all, some at a time, as a fleet is switched on: not what is measured. */
  async connect(): Promise<void> {
    const waiting = [...this._nodes];
    this._onAttempt = () => waiting.pop()?.client.connect();
    for (let count = 0; count < atOnce; count++) waiting.pop()?.client.connect();
    await waitFor("not all nodes could connect", 10_000 + patience * this._nodes.length, () => this.isComplete);
    this._onAttempt = () => undefined;
  }

  onAttempt(listener: AttemptListener): void {
    this._onAttempt = listener;
  }

  get isComplete(): boolean {
    return this.connected === this._nodes.length;
  }

  /** Presses of all nodes. */
  get presses(): number {
    return this._sum((node) => node.presses);
  }

  /** Messages without a receipt yet. */
  get queued(): number {
    return this._sum((node) => node.client.queued);
  }

  /** One node after the other presses its button, evenly in time. */
  startPressing(): void {
    const begun = performance.now();
    let pressed = 0;
    this._presser = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / this._pressEvery) * this._nodes.length);
      for (; pressed < due; pressed++) this._nodes[pressed % this._nodes.length]?.press();
    }, pressStep);
  }

  stopPressing(): void {
    clearInterval(this._presser);
  }

  end(): void {
    this.stopPressing();
    this._onAttempt = () => undefined;
    for (const { client } of this._nodes) client.end();
  }

  private _follow({ client }: LightNode): void {
    let due = performance.now();
    client.on("connected", () => {
      this.connected++;
      this._onAttempt(due, true);
    });
    client.on("failed", (_reason, _code, wait = 0) => {
      this._onAttempt(due, false);
      due = performance.now() + wait;
    });
    client.on("disconnected", (_reason, _code, wait = 0) => {
      this.connected--;
      due = performance.now() + wait;
    });
  }

  private _sum(count: (node: LightNode) => number): number {
    return this._nodes.reduce((sum, node) => sum + count(node), 0);
  }
}
