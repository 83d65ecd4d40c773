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
  private _client: MqttClient | undefined;
  private _counter = 0;

  private constructor(
    private readonly _address: BrokerAddress,
    private readonly _options: NodesOptions,
  ) {}

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
    const { base, node, timeout, reconnectEvery } = this._options;
    const topics = ["update", "status", "error"].map((kind) => `${base}/${kind}/${node}`);
    let subscribedOnce = false;
    await new Promise<void>((resolve, reject) => {
      const where = showAddress(this._address);
      const subscribe = (client: MqttClient): void => {
        this._client = client;
        client.removeAllListeners("message").on("message", (topic, payload, { retain }) => this._take(topic, payload, retain));
        client.subscribe(topics, { qos: 1 }, (error) => {
          if (error && "packet" in error)
            reject(new UserError(`the broker at ${where} refuses the subscription to ${safeText(topics.join(", "))}`, exitCodes.refused));
          if (error) return;
          subscribedOnce = true;
          resolve();
        });
      };
      const onLost = (): void => {
        if (!subscribedOnce) reject(new UserError(`the broker at ${where} hung up on the subscription`, exitCodes.refused));
      };
      connectTo(this._address, { timeout, reconnectEvery, onOnline: subscribe, onLost }).catch(reject);
    }).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
  }

  private _take(topic: string, payload: Uint8Array, isRetained: boolean): void {
    const [kind = "", ...levels] = topic.slice(this._options.base.length + 1).split("/");
    const node = levels.join("/");
    if (kind === "status") this._online.set(node, new TextDecoder().decode(payload) === "online");
    const inbox = this._inboxes.get(node);
    if (kind === "error") {
      const reason = this._refusal(node, payload);
      if (reason !== undefined) inbox?.put({ kind: "refusal", reason });
    }
    const state = kind === "update" ? parseUpdateState(payload) : undefined;
    if (!state) return;
    this.states.set(node, state);
    inbox?.put({ kind: "state", state, isRetained });
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
