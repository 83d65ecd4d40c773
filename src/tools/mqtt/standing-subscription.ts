/** A connection with its subscription. Both are made again after each loss, for as long as it takes. */
import type { MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { safeText } from "../terminal/safe-text.ts";
import { showAddress, type BrokerAddress } from "./broker-address.ts";
import { connectTo, endConnection } from "./broker-connection.ts";
import type { Qos } from "./qos.ts";

export interface SubscriptionOptions {
  topics: readonly string[];
  /** The highest quality of service to be sent with; default: 1. */
  qos?: Qos;
  /** For each connection and each SUBACK, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
  /** `isRetained`: it may be old, as the broker kept it. */
  onMessage: (topic: string, payload: Uint8Array, isRetained: boolean) => void;
  /** Called for each SUBACK that grants the subscription, also the first. */
  onSubscribed?: () => void;
  /** Called when a connection is lost after the first SUBACK, and another will be tried. */
  onLost?: () => void;
  /** Called when the broker, reached again after a loss, refuses the connection or the subscription: nothing comes any more. */
  onFailed: (reason: UserError) => void;
}

/** How a SUBSCRIBE ends. A connection that is lost before its SUBACK calls none of these. */
interface Answer {
  onGranted: () => void;
  onRefused: (reason: UserError) => void;
  /** No SUBACK came in time. */
  onSilence: (reason: UserError) => void;
}

export class StandingSubscription {
  private _client: MqttClient | undefined;

  private constructor(
    private readonly _address: BrokerAddress,
    private readonly _options: SubscriptionOptions,
  ) {}

  /**
   * Connects and subscribes.
   * @throws {UserError} unreachable, refused, silent
   */
  static async at(address: BrokerAddress, options: SubscriptionOptions): Promise<StandingSubscription> {
    const subscription = new StandingSubscription(address, options);
    await subscription._connect();
    return subscription;
  }

  /** Publishes at QoS 1. While the connection is lost, the message waits. */
  publish(topic: string, payload: string | Buffer, { retain = false } = {}): void {
    this._client?.publish(topic, payload, { qos: 1, retain });
  }

  async end(): Promise<void> {
    if (this._client) await endConnection(this._client);
  }

  private async _connect(): Promise<void> {
    const { timeout, reconnectEvery, onMessage, onSubscribed, onLost, onFailed } = this._options;
    let subscribedOnce = false;
    await new Promise<void>((resolve, reject) => {
      const onGranted = (): void => {
        subscribedOnce = true;
        onSubscribed?.();
        resolve();
      };
      const onRefused = (reason: UserError): void => (subscribedOnce ? onFailed(reason) : reject(reason));
      connectTo(this._address, {
        timeout,
        reconnectEvery,
        onOnline: (client) => {
          this._client = client;
          client.removeAllListeners("message").on("message", (topic, payload, { retain }) => onMessage(topic, payload, retain));
          // Later on the next connection may fare better.
          const onSilence = (reason: UserError): void => void (subscribedOnce ? client.stream.destroy() : reject(reason));
          this._subscribe(client, { onGranted, onRefused, onSilence });
        },
        onLost: () => {
          if (subscribedOnce) onLost?.();
          // Brokers that refuse a subscription the hard way hang up instead of answering.
          else reject(new UserError(`${this._broker} hung up on the subscription`, exitCodes.refused));
        },
        onRefused,
      }).catch(reject);
    }).catch(async (error: unknown) => {
      if (this._client) await endConnection(this._client, "at once");
      throw error;
    });
  }

  private _subscribe(client: MqttClient, { onGranted, onRefused, onSilence }: Answer): void {
    const { topics, qos = 1, timeout } = this._options;
    const impatience = setTimeout(() => {
      const reason = `does not answer the subscription: no SUBACK within ${timeout / 1000} s (--timeout gives it longer)`;
      onSilence(new UserError(`${this._broker} ${reason}`, exitCodes.unreachable));
    }, timeout);
    client.subscribe([...topics], { qos }, (error, _granted, suback) => {
      clearTimeout(impatience);
      if (!error) onGranted();
      else if (suback) onRefused(new UserError(`${this._broker} refuses the subscription to ${safeText(topics.join(", "))}`, exitCodes.refused));
    });
  }

  private get _broker(): string {
    return `the broker at ${showAddress(this._address)}`;
  }
}
