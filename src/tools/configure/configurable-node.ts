/** A node at a broker, as far as its configuration goes: what it says, and what is sent to it. */
import type { JsonObject } from "../../firmware/validate.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { refusalOf } from "../mqtt/command-refusal.ts";
import { Inbox } from "../mqtt/inbox.ts";
import { risingNumbers } from "../mqtt/sign-command.ts";
import { StandingSubscription } from "../mqtt/standing-subscription.ts";
import { parseConfigState, type ConfigState } from "./config-state.ts";
import { requestTopic, signedRequest } from "./request.ts";

/** That it came or went, a state of some change, or a refusal on the error topic. */
export type Word = { kind: "status" } | { kind: "state"; state: ConfigState } | { kind: "refusal"; reason: string };

export interface NodeOptions {
  name: string;
  /** The beginning of every topic. */
  base: string;
  /** The node's `mqtt.key`. */
  key: string;
  /** The topic on which it speaks of its configuration once that has changed. */
  newTopic: string;
  /** For a connection, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
}

export class ConfigurableNode {
  readonly inbox = new Inbox<Word>();
  private readonly _nextNumber = risingNumbers();
  private _isOnline: boolean | undefined;
  private _subscription: StandingSubscription | undefined;

  private constructor(private readonly _options: NodeOptions) {}

  /**
   * Connects and subscribes. A connection that is lost later is made again for as long as it takes; if the broker then refuses it,
   * the inbox fails.
   * @throws {UserError} unreachable, refused
   */
  static async at(address: BrokerAddress, options: NodeOptions): Promise<ConfigurableNode> {
    const { base, name, newTopic, timeout, reconnectEvery } = options;
    const node = new ConfigurableNode(options);
    const topics = ["config", "status", "error"].map((kind) => `${base}/${kind}/${name}`);
    node._subscription = await StandingSubscription.at(address, {
      topics: [...new Set([...topics, newTopic])],
      timeout,
      reconnectEvery,
      onMessage: (topic, payload) => node._take(topic, payload),
      onFailed: (reason) => node.inbox.fail(reason),
    });
    return node;
  }

  get name(): string {
    return this._options.name;
  }

  /** By its status topic; undefined if that has not said anything. */
  get isOnline(): boolean | undefined {
    return this._isOnline;
  }

  /** Sends a change, and returns the number by which the node's answers name it. */
  send(change: JsonObject): number {
    const { base, name, key } = this._options;
    const topic = requestTopic(base, name);
    const n = this._nextNumber();
    this._subscription?.publish(topic, signedRequest(topic, change, n, key));
    return n;
  }

  async end(): Promise<void> {
    await this._subscription?.end();
  }

  private _take(topic: string, payload: Uint8Array): void {
    const { base, name } = this._options;
    if (topic === `${base}/status/${name}`) {
      this._isOnline = new TextDecoder().decode(payload) === "online";
      this.inbox.put({ kind: "status" });
    } else if (topic === `${base}/error/${name}`) {
      const reason = refusalOf(requestTopic(base, name), payload);
      if (reason !== undefined) this.inbox.put({ kind: "refusal", reason });
    } else {
      const state = parseConfigState(payload);
      if (state) this.inbox.put({ kind: "state", state });
    }
  }
}
