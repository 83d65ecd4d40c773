/** A board for the simulator's own tests: no firmware in it, only the least that a node says and does. */
import { connect, type MqttClient } from "mqtt";
import type { Devboard } from "../../../board/shared/index.ts";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";

export class StubBoard implements Devboard {
  readonly calls: string[] = [];
  readonly #address: BrokerAddress;
  readonly #node: string;
  readonly #lines = new Set<(line: string) => void>();
  readonly #levels = new Set<(pin: string, level: number) => void>();
  #client: MqttClient | undefined;
  #seq = 0;

  constructor(address: BrokerAddress, node: string) {
    this.#address = address;
    this.#node = node;
  }

  async powerOn(): Promise<void> {
    const status = { topic: `/kv6003/status/${this.#node}`, payload: Buffer.from("offline"), qos: 1, retain: true } as const;
    const { host, port, username = "", password = "" } = this.#address;
    const client = connect({ protocol: "mqtt", host, port, username, password, clientId: this.#node, will: status, reconnectPeriod: 20 });
    this.#client = client;
    client.on("error", () => undefined);
    client.on("message", (_topic, payload) => this.light(payload.toString() === "on" ? 1 : 0));
    await new Promise<void>((resolve) => client.once("connect", () => resolve()));
    await client.subscribeAsync("/kv6003/control/led", { qos: 1 });
    await client.publishAsync(status.topic, "online", status);
    this.print("stub: up");
  }

  powerOff(): Promise<void> {
    this.calls.push("power off");
    this.#client?.stream.destroy();
    this.#client?.end(true);
    this.#client = undefined;
    return Promise.resolve();
  }

  drive(pin: string, level: number): void {
    if (pin !== "D0" || level !== 0) return;
    this.#seq += 1;
    const press = { node: this.#node, boot: 1, seq: this.#seq, type: "button", event: "press" };
    this.#client?.publish("/kv6003/sensor/ding", JSON.stringify(press), { qos: 1 });
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
    this.#lines.add(listener);
    return () => this.#lines.delete(listener);
  }

  onLevel(listener: (pin: string, level: number) => void): () => void {
    this.#levels.add(listener);
    return () => this.#levels.delete(listener);
  }

  print(line: string): void {
    for (const listener of this.#lines) listener(line);
  }

  /** The program sets the LED's pin. */
  light(level: number): void {
    for (const listener of this.#levels) listener("D2", level);
  }
}
