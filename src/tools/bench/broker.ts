/** aedes on a free port, with ears, and a knife for the connection. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Aedes } from "aedes";

/** A message that a client sent. */
export interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

interface Waiter {
  wanted: (message: Published) => boolean;
  resolve: (message: Published) => void;
}

export class Broker {
  /** Connections of clients so far. */
  connects = 0;
  private readonly _aedes: Aedes;
  private readonly _server = createServer((socket) => {
    this._last = socket;
    this._aedes.handle(socket);
  });
  private readonly _waiters = new Set<Waiter>();
  private _last: Socket | undefined;

  private constructor(aedes: Aedes) {
    this._aedes = aedes;
    aedes.on("clientReady", () => this.connects++);
    aedes.on("publish", ({ topic, payload, retain }, client) => {
      if (client) this._tell({ topic, payload: payload.toString(), retain });
    });
  }

  static async start(): Promise<Broker> {
    const broker = new Broker(await Aedes.createBroker());
    broker._server.listen(0, "127.0.0.1");
    await once(broker._server, "listening");
    return broker;
  }

  get port(): number {
    return (this._server.address() as AddressInfo).port;
  }

  /** At QoS 0. */
  publish(count: number, topic: string, payload: string): void {
    for (let i = 0; i < count; i++) {
      this._aedes.publish({ cmd: "publish", topic, payload: Buffer.from(payload), qos: 0, retain: false, dup: false }, () => undefined);
    }
  }

  /**
   * The next message of a client's that `wanted` takes.
   * @param ms after which it rejects
   */
  next(wanted: (message: Published) => boolean, ms: number): Promise<Published> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wanted,
        resolve: (message) => {
          clearTimeout(late);
          resolve(message);
        },
      };
      const late = setTimeout(() => {
        this._waiters.delete(waiter);
        reject(new Error(`nothing like it came to the broker in ${ms} ms`));
      }, ms);
      this._waiters.add(waiter);
    });
  }

  /** Cuts the client's connection so many times, and says how often it was back within five seconds. */
  async reconnects(count: number): Promise<number> {
    let back = 0;
    for (; back < count; back++) {
      const before = this.connects;
      this.cut();
      for (let wait = 0; wait < 50 && this.connects === before; wait++) await delay(100);
      if (this.connects === before) break;
      await delay(100);
    }
    return back;
  }

  /** Ends the connection that was made last. */
  cut(): void {
    this._last?.end();
  }

  async close(): Promise<void> {
    this._last?.destroy();
    this._server.close();
    await new Promise<void>((resolve) => this._aedes.close(resolve));
  }

  private _tell(message: Published): void {
    for (const waiter of this._waiters) {
      if (!waiter.wanted(message)) continue;
      this._waiters.delete(waiter);
      waiter.resolve(message);
    }
  }
}
