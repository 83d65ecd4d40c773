/** The nodes at a broker, as far as updates go: what they say, and what is sent to them. */
import type { MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { showAddress, type BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { signCommand } from "../mqtt/sign-command.ts";
import { safeText } from "../terminal/safe-text.ts";
import { Inbox } from "./inbox.ts";
import { parseUpdateState, type UpdateState } from "./update-state.ts";

export interface NodesOptions {
  /** The beginning of every topic. */
  base: string;
  /** The only node of interest; "+" for all. */
  node: string;
  /** The nodes' `mqtt.key`. */
  key: string;
  /** For a connection, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
}

export class Nodes {
  /** What each node said last. */
  readonly states = new Map<string, UpdateState>();
  private readonly _online = new Map<string, boolean>();
  private readonly _inboxes = new Map<string, Inbox>();
  private readonly _topics: string[];
  private _client: MqttClient | undefined;
  private _counter = 0;
  /** The version that is made known as the latest; undefined for none. */
  private _offered: string | undefined;
  private _onInstall: (node: string) => void = () => undefined;

  private constructor(
    private readonly _address: BrokerAddress,
    private readonly _options: NodesOptions,
  ) {
    this._topics = ["update", "status", "error"].map((kind) => `${_options.base}/${kind}/${_options.node}`);
  }

  /**
   * Connects and subscribes. A connection that is lost later is made again for as long as it takes.
   * @throws {UserError} unreachable, refused
   */
  static async at(address: BrokerAddress, options: NodesOptions): Promise<Nodes> {
    const nodes = new Nodes(address, options);
    await nodes._connect();
    return nodes;
  }

  /** Whether a node is online, by its status topic; undefined if that has not said anything. */
  isOnline(node: string): boolean | undefined {
    return this._online.get(node);
  }

  /** What a node says from now on. */
  listenTo(node: string): Inbox {
    const inbox = new Inbox();
    this._inboxes.set(node, inbox);
    return inbox;
  }

  /**
   * Makes a version known as the latest one of every node, for Home Assistant, and listens for its requests to install it.
   * @throws {UserError} if the broker refuses the subscription
   */
  async offer(version: string, onInstall: (node: string) => void): Promise<void> {
    this._offered = version;
    this._onInstall = onInstall;
    for (const node of this.states.keys()) this._publishLatest(node, version);
    this._topics.push(`${this._options.base}/update/${this._options.node}/install`);
    await new Promise<void>((resolve, reject) => {
      if (this._client) this._subscribe(this._client, resolve, reject);
    });
  }

  /** @param announcement JSON, still without its signature */
  announce(node: string, announcement: string): void {
    const topic = this._control(node);
    // The time in ms, as for any command; two in the same ms need two numbers.
    this._counter = Math.max(this._counter + 1, Date.now());
    this._client?.publish(topic, signCommand(topic, announcement, this._counter, this._options.key), { qos: 1 });
  }

  sendPiece(node: string, offset: number, bytes: Uint8Array): void {
    this._client?.publish(`${this._control(node)}/piece`, Buffer.concat([Buffer.from(`${offset}\n`), bytes]), { qos: 1 });
  }

  async end(): Promise<void> {
    if (this._client) await endConnection(this._client);
  }

  private _control(node: string): string {
    return `${this._options.base}/control/update/${node}`;
  }

  private async _connect(): Promise<void> {
    const { timeout, reconnectEvery } = this._options;
    let subscribedOnce = false;
    await new Promise<void>((resolve, reject) => {
      const onOnline = (client: MqttClient): void => {
        this._client = client;
        client.removeAllListeners("message").on("message", (topic, payload, { retain }) => this._take(topic, payload, retain));
        const onSubscribed = (): void => {
          subscribedOnce = true;
          resolve();
        };
        this._subscribe(client, onSubscribed, reject);
      };
      const onLost = (): void => {
        if (!subscribedOnce) reject(new UserError(`the broker at ${showAddress(this._address)} hung up on the subscription`, exitCodes.refused));
      };
      connectTo(this._address, { timeout, reconnectEvery, onOnline, onLost }).catch(reject);
    }).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
  }

  /** A connection that is lost meanwhile is the next one's business. */
  private _subscribe(client: MqttClient, onSubscribed: () => void, onRefused: (reason: UserError) => void): void {
    client.subscribe(this._topics, { qos: 1 }, (error) => {
      if (!error) onSubscribed();
      else if ("packet" in error) {
        const topics = safeText(this._topics.join(", "));
        onRefused(new UserError(`the broker at ${showAddress(this._address)} refuses a subscription to ${topics}`, exitCodes.refused));
      }
    });
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
      const reason = this._refusal(node, payload);
      if (reason !== undefined) inbox?.put({ kind: "refusal", reason });
    }
    const state = kind === "update" ? parseUpdateState(payload) : undefined;
    if (!state) return;
    if (this._offered !== undefined && !this.states.has(node)) this._publishLatest(node, this._offered);
    this.states.set(node, state);
    inbox?.put({ kind: "state", state, isRetained });
  }

  private _publishLatest(node: string, version: string): void {
    this._client?.publish(`${this._options.base}/update/${node}/latest`, version, { qos: 1, retain: true });
  }

  /** Why a node refused what was announced to it; undefined if the error is about something else. */
  private _refusal(node: string, payload: Uint8Array): string | undefined {
    try {
      const { topic, error } = Object(JSON.parse(new TextDecoder().decode(payload))) as { topic?: unknown; error?: unknown };
      return topic === this._control(node) && typeof error === "string" ? error : undefined;
    } catch {
      return undefined;
    }
  }
}
