/** An MQTT client that keeps what it receives, in order, as lines of topic and payload. */
import { readFileSync } from "node:fs";
import { connect, type MqttClient } from "mqtt";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";

/** ms; less than a test's own time, so that what came instead is told. */
const lineTimeout = 40_000;

export interface ObserverOptions {
  /** Default: everything. */
  filter?: string;
  clientId?: string;
  /** The client identifier of a session that the broker keeps. */
  session?: string;
  /** ms between attempts after the connection is lost; by default it stays away. */
  reconnectEvery?: number;
}

export class Observer {
  readonly lines: string[] = [];
  /** Those among `lines` that the broker had kept. */
  readonly retained: string[] = [];
  readonly client: MqttClient;
  private _echoes = 0;

  private constructor(client: MqttClient) {
    this.client = client;
    client.on("message", (topic, payload, { retain }) => {
      const line = `${topic} ${payload.toString()}`;
      this.lines.push(line);
      if (retain) this.retained.push(line);
    });
    // A broker that is killed on purpose is no news.
    client.on("error", () => undefined);
  }

  /** Connects and subscribes. Rejects if the broker refuses the account. */
  static async open(address: BrokerAddress, { filter = "#", clientId, session, reconnectEvery = 0 }: ObserverOptions = {}): Promise<Observer> {
    const { host, port, username, password, tls, ca } = address;
    const client = connect({
      host,
      port,
      reconnectPeriod: reconnectEvery,
      ...(tls && ca !== undefined ? { protocol: "mqtts", ca: readFileSync(ca) } : {}),
      ...(username === undefined ? {} : { username, password }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(session === undefined ? {} : { clientId: session, clean: false }),
    });
    // Listening from the start: what a session has kept comes with the connection.
    const observer = new Observer(client);
    await new Promise<void>((resolve, reject) => {
      client.once("connect", () => resolve());
      client.once("error", reject);
    });
    await client.subscribeAsync(filter, { qos: 1 });
    return observer;
  }

  matching(pattern: RegExp): string[] {
    return this.lines.filter((line) => pattern.test(line));
  }

  /** Resolves with the lines that match, once there are `times`. */
  async seen(pattern: RegExp, times = 1): Promise<string[]> {
    const signal = AbortSignal.timeout(lineTimeout);
    while (this.matching(pattern).length < times) {
      await new Promise<void>((resolve, reject) => {
        const fail = (): void => reject(new Error(`${pattern} did not come ${times} times; what came:\n${this.lines.join("\n")}`));
        signal.addEventListener("abort", fail, { once: true });
        this.client.once("message", () => {
          signal.removeEventListener("abort", fail);
          resolve();
        });
      });
    }
    return this.matching(pattern);
  }

  /** Publishes with QoS 1. Resolves when the broker has dealt with the message, be it by dropping it. */
  async publish(topic: string, payload: string): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  /** Resolves when all that the broker had for this client is here. The account must be able to publish and read anything. */
  async caughtUp(): Promise<void> {
    this._echoes += 1;
    const topic = `observer/${this.client.options.clientId ?? ""}`;
    await this.publish(topic, String(this._echoes));
    await this.seen(new RegExp(`^${topic} ${this._echoes}$`));
  }

  close(): Promise<void> {
    return this.client.endAsync(true);
  }
}
