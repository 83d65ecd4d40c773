/** A board for the simulator's own tests: no firmware in it, only the least that a node says and does. */
import { connect, type MqttClient } from "mqtt";
import type { Devboard } from "../../../board/shared/index.ts";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";

export class StubBoard implements Devboard {
  readonly calls: string[] = [];
  /** What its pins were last driven to. */
  readonly driven = new Map<string, number>();
  private readonly _address: BrokerAddress;
  private readonly _node: string;
  private readonly _lines = new Set<(line: string) => void>();
  private readonly _levels = new Set<(pin: string, level: number) => void>();
  private _client: MqttClient | undefined;
  private _seq = 0;

  constructor(address: BrokerAddress, node: string) {
    this._address = address;
    this._node = node;
  }

  async powerOn(): Promise<void> {
    const status = { topic: `/kv6003/status/${this._node}`, payload: Buffer.from("offline"), qos: 1, retain: true } as const;
    const { host, port, username = "", password = "" } = this._address;
    const client = connect({ protocol: "mqtt", host, port, username, password, clientId: this._node, will: status, reconnectPeriod: 20 });
    this._client = client;
    client.on("error", () => undefined);
    client.on("message", (_topic, payload) => this.light(payload.toString() === "on" ? 1 : 0));
    await new Promise<void>((resolve) => client.once("connect", () => resolve()));
    await client.subscribeAsync("/kv6003/control/led", { qos: 1 });
    await client.publishAsync(status.topic, "online", status);
    this.print(`mqtt: connected as ${this._node}`);
    this.print("stub: up");
  }

  powerOff(): Promise<void> {
    this.calls.push("power off");
    this._client?.stream.destroy();
    this._client?.end(true);
    this._client = undefined;
    return Promise.resolve();
  }

  drive(pin: string, level: number): void {
    this.driven.set(pin, level);
    if (!["D0", "D27"].includes(pin) || level !== 0) return;
    this._seq += 1;
    const name = pin === "D0" ? {} : { button: "door" };
    const press = { node: this._node, boot: 1, seq: this._seq, type: "button", ...name, event: "press" };
    this._client?.publish("/kv6003/sensor/ding", JSON.stringify(press), { qos: 1 });
  }

  level(): number {
    return 0;
  }

  cutWifi(): void {
    this.calls.push("cut");
  }

  restoreWifi(): void {
    this.calls.push("restore");
  }

  type(): void {
    throw new Error("the simulator types nothing");
  }

  onLine(listener: (line: string) => void): () => void {
    this._lines.add(listener);
    return () => this._lines.delete(listener);
  }

  onLevel(listener: (pin: string, level: number) => void): () => void {
    this._levels.add(listener);
    return () => this._levels.delete(listener);
  }

  print(line: string): void {
    for (const listener of this._lines) listener(line);
  }

  /** The program sets the pin of the LED, or of another output. */
  light(level: number, pin = "D2"): void {
    for (const listener of this._levels) listener(pin, level);
  }
}
