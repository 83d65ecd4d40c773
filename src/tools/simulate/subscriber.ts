/** The simulator's own subscriber: it sees what any subscriber on the broker sees. */
import { randomBytes } from "node:crypto";
import type { MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { showAddress, type BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";

/** The address is this machine's, or the user waits at the prompt: either way it is tried often. */
const reconnectEvery = 200;
const defaultTimeout = 10_000;

export interface SubscriberOptions {
  /** The broker holds back messages for us while we are away: for one that goes with us, since elsewhere the session would stay behind. */
  keepSession: boolean;
  onMessage: (topic: string, payload: Uint8Array, packet: { qos: 0 | 1 | 2; retain: boolean }) => void;
  /** The connection to the broker is lost, or back. */
  onLink: (isUp: boolean) => void;
  /** The broker, back after a loss, refuses us. */
  onRefused: (reason: UserError) => void;
  /** Gives up a subscription that is not granted yet. */
  signal?: AbortSignal;
  /** For each connection and each SUBACK, ms; default 10000. */
  timeout?: number;
}

export class Subscriber {
  private readonly _client: MqttClient;
  /** How the connection ends. */
  private _leaving: "politely" | "at once" = "politely";

  private constructor(client: MqttClient) {
    this._client = client;
  }

  /**
   * Subscribes; resolves once the broker has granted it.
   * @throws {UserError} unreachable, refused, silent, or given up
   */
  static async start(address: BrokerAddress, filter: string, options: SubscriberOptions): Promise<Subscriber> {
    const { keepSession, onMessage, onLink, onRefused, signal, timeout = defaultTimeout } = options;
    const broker = `the broker at ${showAddress(address)}`;
    let granted: () => void = () => undefined;
    let refused: (reason: UserError) => void = () => undefined;
    const subscribed = new Promise<void>((resolve, reject) => {
      granted = resolve;
      refused = reject;
    });
    signal?.addEventListener("abort", () => refused(new UserError(`the subscription to ${filter} was given up`)));
    let known = false;
    let impatience: NodeJS.Timeout | undefined;
    const connecting = connectTo(address, {
      timeout,
      reconnectEvery,
      ...(keepSession ? { session: { clientId: `simulator-${randomBytes(4).toString("hex")}` } } : {}),
      onOnline: (online, resumed) => {
        if (online.listenerCount("message") === 0) {
          online.on("message", (topic, payload, packet) => onMessage(topic, payload, packet));
        }
        onLink(true);
        // To subscribe again would have all retained messages sent again.
        if (resumed) return;
        impatience = setTimeout(() => {
          // Later on the next connection may fare better.
          if (known) online.stream.destroy();
          else refused(new UserError(`${broker} does not answer the subscription: no SUBACK within ${timeout / 1000} s`, exitCodes.unreachable));
        }, timeout).unref();
        online.subscribe(filter, { qos: 1 }, (error) => {
          clearTimeout(impatience);
          if (!error) {
            known = true;
            granted();
          } else if ("packet" in error) {
            refused(new UserError(`${broker} refuses the subscription to ${filter}: may this account read it?`, exitCodes.refused));
          }
        });
      },
      onLost: () => {
        clearTimeout(impatience);
        const reason = `${broker} hung up on the subscription to ${filter}: this account may not read it, or the network failed`;
        if (!known) refused(new UserError(reason, exitCodes.refused));
        onLink(false);
      },
      onRefused: (reason) => {
        refused(reason);
        onRefused(reason);
      },
    });
    try {
      const [client] = await Promise.all([connecting, subscribed]);
      return new Subscriber(client);
    } catch (error) {
      // Who gives up does not wait for a connection that is still on its way.
      void connecting.then(
        (client) => endConnection(client, "at once"),
        () => undefined,
      );
      throw error;
    }
  }

  /**
   * Removes retained messages. Returns whether the broker has confirmed it: one that does not allow it can only hang up
   * [MQTT-3.3.5-2], and would do so at each repetition.
   */
  async forget(topics: readonly string[]): Promise<boolean> {
    if (!this._client.connected) return false;
    this._leaving = "at once";
    const lost = new Promise<boolean>((resolve) => void this._client.once("close", () => resolve(false)));
    const confirmed = Promise.all(topics.map((topic) => this._client.publishAsync(topic, "", { qos: 1, retain: true }))).then(
      () => true,
      () => false,
    );
    const isForgotten = await Promise.race([confirmed, lost]);
    if (isForgotten) this._leaving = "politely";
    return isForgotten;
  }

  end(): Promise<void> {
    return endConnection(this._client, this._leaving);
  }
}
