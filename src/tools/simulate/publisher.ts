/** Publishes for the page, as an MQTT client of its own: to the broker it is one more program. */
import type { MqttClient } from "mqtt";
import { UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { topicFault } from "../mqtt/topic-faults.ts";
import type { PublishedMessage } from "./published.ts";

/** ms for the connection, and for the receipt */
const timeout = 5000;
const lost = "the connection to the broker was lost before it confirmed the message: try again";

export class Publisher {
  private readonly _address: BrokerAddress;
  private _client: Promise<MqttClient> | undefined;

  constructor(address: BrokerAddress) {
    this._address = address;
  }

  /**
   * Resolves once the broker has confirmed it; for QoS 0, once it is sent.
   * @throws {UserError} when the topic is wrong, or the broker is away or does not confirm
   */
  async publish({ topic, payload, qos, retain }: PublishedMessage): Promise<void> {
    const fault = topicFault(topic);
    if (fault !== undefined) throw new UserError(`the topic "${topic}" cannot be published to: ${fault}`);
    const client = await this._connected();
    const failure = await confirmed(client, { topic, payload, qos, retain });
    if (failure === undefined) return;
    this._client = undefined;
    await endConnection(client, "at once");
    // MQTT 3.1.1 has no way to refuse a message but to close the connection.
    if (failure === lost && (await this._isReachable())) {
      throw new UserError("the broker closed the connection when it got the message: it does not take this topic, or this text");
    }
    throw new UserError(failure);
  }

  async end(): Promise<void> {
    const client = await this._client?.catch(() => undefined);
    this._client = undefined;
    if (client !== undefined) await endConnection(client);
  }

  private async _isReachable(): Promise<boolean> {
    return this._connected().then(
      () => true,
      () => false,
    );
  }

  /** The connection, made when first needed and after each loss. */
  private _connected(): Promise<MqttClient> {
    if (this._client !== undefined) return this._client;
    const connecting = connectTo(this._address, { timeout, namesOptions: false });
    this._client = connecting;
    const forget = (): void => {
      if (this._client === connecting) this._client = undefined;
    };
    connecting.then((client) => client.once("close", forget), forget);
    return connecting;
  }
}

/** Resolves once the broker has confirmed the message, or with the reason why it has not. */
function confirmed(client: MqttClient, { topic, payload, qos, retain }: PublishedMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const finish = (failure?: string): void => {
      clearTimeout(timer);
      client.off("close", close);
      resolve(failure);
    };
    const close = (): void => finish(lost);
    const timer = setTimeout(() => finish(`the broker has not confirmed the message within ${timeout / 1000} s`), timeout);
    client.once("close", close);
    client.publish(topic, Buffer.from(payload), { qos, retain }, (error) => (error ? close() : finish()));
  });
}
