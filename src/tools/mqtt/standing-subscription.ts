/** A connection with its subscription. Both are made again after each loss, for as long as it takes. */
import type { MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { safeText } from "../terminal/safe-text.ts";
import { showAddress, type BrokerAddress } from "./broker-address.ts";
import { connectTo, endConnection } from "./broker-connection.ts";

export interface SubscriptionOptions {
  topics: readonly string[];
  /** For a connection, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
  /** `isRetained`: it may be old, as the broker kept it. */
  onMessage: (topic: string, payload: Uint8Array, isRetained: boolean) => void;
  /** Called when the broker, reached again after a loss, refuses the connection or the subscription: nothing comes any more. */
  onFailed: (reason: UserError) => void;
}

export class StandingSubscription {
  private _client: MqttClient | undefined;

  private constructor(
    private readonly _address: BrokerAddress,
    private readonly _options: SubscriptionOptions,
  ) {}

  /**
   * Connects and subscribes.
   * @throws {UserError} unreachable, refused
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
    const { timeout, reconnectEvery, onMessage, onFailed } = this._options;
    let subscribedOnce = false;
    await new Promise<void>((resolve, reject) => {
      const onSubscribed = (): void => {
        subscribedOnce = true;
        resolve();
      };
      const onRefused = (reason: UserError): void => (subscribedOnce ? onFailed(reason) : reject(reason));
      const onOnline = (client: MqttClient): void => {
        this._client = client;
        client.removeAllListeners("message").on("message", (topic, payload, { retain }) => onMessage(topic, payload, retain));
        this._subscribe(client, onSubscribed, onRefused);
      };
      const onLost = (): void => {
        if (!subscribedOnce) reject(new UserError(`the broker at ${showAddress(this._address)} hung up on the subscription`, exitCodes.refused));
      };
      connectTo(this._address, { timeout, reconnectEvery, onOnline, onLost, onRefused }).catch(reject);
    }).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
  }

  /** A connection that is lost before its SUBACK is the next one's business. */
  private _subscribe(client: MqttClient, onSubscribed: () => void, onRefused: (reason: UserError) => void): void {
    const { topics } = this._options;
    client.subscribe([...topics], { qos: 1 }, (error, _granted, suback) => {
      if (!error) onSubscribed();
      else if (suback) {
        const names = safeText(topics.join(", "));
        onRefused(new UserError(`the broker at ${showAddress(this._address)} refuses a subscription to ${names}`, exitCodes.refused));
      }
    });
  }
}
