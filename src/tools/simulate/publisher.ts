/** Publishes for the page through a separate MQTT client. */
import type { MqttClient } from "mqtt";
import { UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { topicFault } from "../mqtt/topic-faults.ts";
import type { PublishedMessage } from "./published.ts";

/** ms for the connection, and for the receipt */
const timeout = 5000;

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
    const outcome = await send(client, { topic, payload, qos, retain });
    if (outcome === "confirmed") return;
    this._client = undefined;
    await endConnection(client, "at once");
    if (outcome === "silence") throw new UserError(`the broker has not confirmed the message within ${timeout / 1000} s`);
    // A broker that is still there has closed the connection on purpose: MQTT 3.1.1 knows no other refusal.
    if (await this._isThere()) throw new UserError("the broker refuses this message: it closed the connection instead of confirming it");
    throw new UserError("the connection to the broker was lost before it confirmed the message: try again");
  }

  private _isThere(): Promise<boolean> {
    return this._connected().then(
      () => true,
      () => false,
    );
  }

  async end(): Promise<void> {
    const client = await this._client?.catch(() => undefined);
    this._client = undefined;
    if (client !== undefined) await endConnection(client);
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

type SendOutcome = "confirmed" | "closed" | "silence";

function send(client: MqttClient, { topic, payload, qos, retain }: PublishedMessage): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const finish = (outcome: SendOutcome): void => {
      clearTimeout(timer);
      client.off("close", closed);
      resolve(outcome);
    };
    const closed = (): void => finish("closed");
    const timer = setTimeout(() => finish("silence"), timeout);
    client.once("close", closed);
    client.publish(topic, Buffer.from(payload), { qos, retain }, (error) => finish(error ? "closed" : "confirmed"));
  });
}
