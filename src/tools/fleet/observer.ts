/** Receives every press of a fleet, in a session that the broker keeps, and counts them by node, boot and seq. */
import type { MqttClient } from "mqtt";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { SequenceCheck } from "../mqtt/sequence-check.ts";

/** ms until the broker must answer. */
const timeout = 10_000;
/** ms between two attempts during an outage: it should not be the last to come back. */
const reconnectEvery = 500;

export class Observer {
  private readonly _check = new SequenceCheck();
  private _client: MqttClient | undefined;

  /**
   * Connects and subscribes.
   * @throws {UserError} unreachable, refused
   */
  static async start(address: BrokerAddress, topic: string): Promise<Observer> {
    const observer = new Observer();
    await new Promise<void>((resolve, reject) => {
      const onOnline = (client: MqttClient): void => {
        if (client.listenerCount("message") === 0) client.on("message", (_topic, payload) => void observer._check.take(payload));
        client.subscribe(topic, { qos: 1 }, (error) => (error ? reject(error) : resolve()));
      };
      connectTo(address, { timeout, reconnectEvery, session: { clientId: "fleet-observer" }, onOnline }).then((client) => {
        observer._client = client;
      }, reject);
    });
    return observer;
  }

  /** Different presses that have come. */
  get presses(): number {
    return this._check.totals().reduce((sum, { messages }) => sum + messages, 0);
  }

  /** Presses that came once more. */
  get repeats(): number {
    return this._check.totals().reduce((sum, { repeats }) => sum + repeats, 0);
  }

  async end(): Promise<void> {
    if (this._client !== undefined) await endConnection(this._client, "at once");
  }
}
