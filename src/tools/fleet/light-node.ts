/** A node of the fleet: the firmware's client with its options, and messages as the firmware sends them. It has no board. */
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { create } from "../mqtt/for-node.ts";
import type { Client } from "tinymqtt";
import type { Config } from "../../firmware/config.ts";
import { Topic } from "../../firmware/topics.ts";
import { nodeOptions } from "./node-options.ts";

export class LightNode {
  readonly client: Client;
  /** Presses so far. */
  presses = 0;

  constructor(
    private readonly _config: Config,
    private readonly _name: string,
    { host, ...address }: BrokerAddress,
    random: () => number,
  ) {
    const { base } = _config;
    this.client = create(host, { ...nodeOptions(_config, _name), ...address, random });
    this.client.subscribe([`${base}${Topic.Control}led`, `${base}${Topic.Control}led/${_name}`], 1);
    this.client.on("connected", () => this._publishStates());
  }

  /** Sends a press, now or once it is connected. */
  press(): void {
    this.presses++;
    const up = Math.round(performance.now());
    const message = { node: this._name, boot: 1, seq: this.presses, type: "button", event: "press", up };
    this.client.publish(this._config.base + Topic.Sensor, JSON.stringify(message), { qos: 1, priority: 1 });
  }

  /** What a node says at each connect. */
  private _publishStates(): void {
    const { base, mqtt } = this._config;
    const options = { qos: 1, retain: mqtt.retain, latest: true } as const;
    this.client.publish(base + Topic.Status + this._name, "online", { ...options, priority: 3 });
    this.client.publish(`${base}${Topic.State}${this._name}/led`, '{"state":"off","brightness":1}', { ...options, priority: 2 });
  }
}
