/** The nodes at a broker, as far as updates go: what they say, and what is sent to them. */
import type { UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { refusalOf } from "../mqtt/command-refusal.ts";
import { Inbox } from "../mqtt/inbox.ts";
import { risingNumbers, signCommand } from "../mqtt/sign-command.ts";
import { StandingSubscription } from "../mqtt/standing-subscription.ts";
import { parseUpdateState, type UpdateState } from "./update-state.ts";

/** A state, or a refusal on the error topic. `isRetained`: it may be old, as the broker kept it. */
export type Word = { kind: "state"; state: UpdateState; isRetained: boolean } | { kind: "refusal"; reason: string };

export interface NodesOptions {
  /** The beginning of every topic. */
  base: string;
  /** The only node of interest; "+" for all. */
  node: string;
  /** The nodes' `mqtt.key`. */
  key: string;
  /** Also hear Home Assistant's requests to install a version. */
  hearsRequests?: boolean;
  /** For a connection, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
}

export class Nodes {
  /** What each node said last. */
  readonly states = new Map<string, UpdateState>();
  private readonly _online = new Map<string, boolean>();
  private readonly _inboxes = new Map<string, Inbox<Word>>();
  private readonly _nextNumber = risingNumbers();
  private _subscription: StandingSubscription | undefined;
  /** The version that is made known as the latest; undefined for none. */
  private _offered: string | undefined;
  private _onInstall: (node: string) => void = () => undefined;
  private _failure: UserError | undefined;
  private _onFailed: (reason: UserError) => void = () => undefined;

  private constructor(private readonly _options: NodesOptions) {}

  /**
   * Connects and subscribes. A connection that is lost later is made again for as long as it takes; if the broker then refuses it,
   * that is the `failure`, and every inbox fails.
   * @throws {UserError} unreachable, refused
   */
  static async at(address: BrokerAddress, options: NodesOptions): Promise<Nodes> {
    const { base, node, hearsRequests = false, timeout, reconnectEvery } = options;
    const nodes = new Nodes(options);
    const topics = ["update", "status", "error"].map((kind) => `${base}/${kind}/${node}`);
    nodes._subscription = await StandingSubscription.at(address, {
      topics: hearsRequests ? [...topics, `${base}/update/${node}/install`] : topics,
      timeout,
      reconnectEvery,
      onMessage: (topic, payload, isRetained) => nodes._take(topic, payload, isRetained),
      onFailed: (reason) => nodes._fail(reason),
    });
    return nodes;
  }

  /** Whether a node is online, by its status topic; undefined if that has not said anything. */
  isOnline(node: string): boolean | undefined {
    return this._online.get(node);
  }

  /** Why nothing is heard of them any more; undefined while all is well. */
  get failure(): UserError | undefined {
    return this._failure;
  }

  /** What a node says from now on. */
  listenTo(node: string): Inbox<Word> {
    const inbox = new Inbox<Word>();
    if (this._failure) inbox.fail(this._failure);
    this._inboxes.set(node, inbox);
    return inbox;
  }

  /**
   * Makes a version known as the latest one of every node, for Home Assistant, and from now on takes its requests to install it.
   * @param onFailed called if nothing is heard any more
   */
  offer(version: string, onInstall: (node: string) => void, onFailed: (reason: UserError) => void): void {
    this._offered = version;
    this._onInstall = onInstall;
    this._onFailed = onFailed;
    for (const node of this.states.keys()) this._publishLatest(node, version);
  }

  /** @param announcement JSON, still without its signature */
  announce(node: string, announcement: string): void {
    const topic = this._control(node);
    this._subscription?.publish(topic, signCommand(topic, announcement, this._nextNumber(), this._options.key));
  }

  sendPiece(node: string, offset: number, bytes: Uint8Array): void {
    this._subscription?.publish(`${this._control(node)}/piece`, Buffer.concat([Buffer.from(`${offset}\n`), bytes]));
  }

  async end(): Promise<void> {
    await this._subscription?.end();
  }

  private _control(node: string): string {
    return `${this._options.base}/control/update/${node}`;
  }

  private _take(topic: string, payload: Uint8Array, isRetained: boolean): void {
    // No name of a node has a slash.
    const [kind = "", node = "", request] = topic.slice(this._options.base.length + 1).split("/");
    if (request === "install") {
      if (!isRetained && payload.length > 0) this._onInstall(node);
      return;
    }
    const inbox = this._inboxes.get(node);
    if (kind === "status") this._online.set(node, new TextDecoder().decode(payload) === "online");
    if (kind === "error") {
      const reason = refusalOf(this._control(node), payload);
      if (reason !== undefined) inbox?.put({ kind: "refusal", reason });
    }
    const state = kind === "update" ? parseUpdateState(payload) : undefined;
    if (!state) return;
    if (this._offered !== undefined && !this.states.has(node)) this._publishLatest(node, this._offered);
    this.states.set(node, state);
    inbox?.put({ kind: "state", state, isRetained });
  }

  private _fail(reason: UserError): void {
    this._failure = reason;
    for (const inbox of this._inboxes.values()) inbox.fail(reason);
    this._onFailed(reason);
  }

  private _publishLatest(node: string, version: string): void {
    this._subscription?.publish(`${this._options.base}/update/${node}/latest`, version, { retain: true });
  }
}
