/** aedes on a free port, with a knife for the connection. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Aedes } from "aedes";

export class Broker {
  readonly #aedes: Aedes;
  readonly #server = createServer((socket) => {
    this.#last = socket;
    this.#aedes.handle(socket);
  });
  #last: Socket | undefined;
  #clients = 0;

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
    aedes.on("clientReady", () => this.#clients++);
  }

  static async start(): Promise<Broker> {
    const broker = new Broker(await Aedes.createBroker());
    broker.#server.listen(0, "127.0.0.1");
    await once(broker.#server, "listening");
    return broker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  publish(count: number, topic: string, payload: string): void {
    for (let i = 0; i < count; i++) {
      this.#aedes.publish({ cmd: "publish", topic, payload: Buffer.from(payload), qos: 0, retain: false, dup: false }, () => undefined);
    }
  }

  /** Cuts the client's connection so many times, and says how often it was back within five seconds. */
  async reconnects(count: number): Promise<number> {
    let back = 0;
    for (; back < count; back++) {
      const before = this.#clients;
      this.#last?.end();
      for (let wait = 0; wait < 50 && this.#clients === before; wait++) await delay(100);
      if (this.#clients === before) break;
      await delay(100);
    }
    return back;
  }

  async close(): Promise<void> {
    this.#last?.destroy();
    this.#server.close();
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
  }
}
