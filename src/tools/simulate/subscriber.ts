/** The simulator's own subscriber: it sees what any subscriber on the broker sees. */
import { randomBytes } from "node:crypto";
import type { MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { showAddress, type BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";

/** The address is this machine's, or the user waits at the prompt: either way it is tried often. */
const reconnectEvery = 200;
const connectTimeout = 10_000;

export interface SubscriberOptions {
  /** The broker holds back messages for us while we are away: for one that goes with us, since elsewhere the session would stay behind. */
  keepSession: boolean;
  onMessage: (topic: string, payload: Uint8Array, packet: { qos: 0 | 1 | 2; retain: boolean }) => void;
  /** The connection to the broker is lost, or back. */
  onLink: (isUp: boolean) => void;
  /** The broker, back after a loss, refuses us. */
  onRefused: (reason: UserError) => void;
}

export class Subscriber {
  private readonly _client: MqttClient;

  private constructor(client: MqttClient) {
    this._client = client;
  }

  /**
   * Subscribes; resolves once the broker has granted it.
   * @throws {UserError} unreachable or refused
   */
  static async start(address: BrokerAddress, filter: string, options: SubscriberOptions): Promise<Subscriber> {
    const { keepSession, onMessage, onLink, onRefused } = options;
    let granted: () => void = () => undefined;
    let refused: (reason: UserError) => void = () => undefined;
    const subscribed = new Promise<void>((resolve, reject) => {
      granted = resolve;
      refused = reject;
    });
    const refusal = new UserError(`the broker at ${showAddress(address)} refuses the subscription to ${filter}: may this account read it?`, exitCodes.refused);
    let known = false;
    const client = await connectTo(address, {
      timeout: connectTimeout,
      reconnectEvery,
      ...(keepSession ? { session: { clientId: `simulator-${randomBytes(4).toString("hex")}` } } : {}),
      onOnline: (online, resumed) => {
        if (online.listenerCount("message") === 0) {
          online.on("message", (topic, payload, packet) => onMessage(topic, payload, packet));
        }
        onLink(true);
        // To subscribe again would have all retained messages sent again.
        if (resumed) return;
        online.subscribe(filter, { qos: 1 }, (error) => {
          if (!error) {
            known = true;
            granted();
          } else if ("packet" in error) refused(refusal);
        });
      },
      onLost: () => {
        if (!known) refused(refusal);
        onLink(false);
      },
      onRefused: (reason) => {
        refused(reason);
        onRefused(reason);
      },
    });
    try {
      await subscribed;
    } catch (error) {
      await endConnection(client, "at once");
      throw error;
    }
    return new Subscriber(client);
  }

  /** Removes retained messages; does nothing while the broker is away. */
  async forget(topics: readonly string[]): Promise<void> {
    if (!this._client.connected) return;
    await Promise.all(topics.map((topic) => this._client.publishAsync(topic, "", { qos: 1, retain: true })));
  }

  end(): Promise<void> {
    return endConnection(this._client);
  }
}
