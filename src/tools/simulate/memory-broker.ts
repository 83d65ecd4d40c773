/** The broker of a scenario without a page: aedes in memory, with no port, on a clock that moves when told to. */
import type { Duplex } from "node:stream";
import { Aedes } from "aedes";
import type { Clock, MemoryNetwork } from "../../../board/virtual/index.ts";
import { UserError } from "../command-line/user-error.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import type { OwnBroker } from "./fault-switches.ts";
import { watchPublished, type PublishedMessage } from "./published.ts";
import type { OwnSubscriber } from "./simulation.ts";
import type { SubscriberOptions } from "./subscriber.ts";

/** A client that is silent for one and a half times its keep alive is gone [MQTT-3.1.2-24]. */
const keepAliveFactor = 1500;

export class MemoryBroker implements OwnBroker {
  readonly address: BrokerAddress = { host: "broker", port: 1883 };
  private readonly _aedes: Aedes;
  private readonly _network: MemoryNetwork;
  private readonly _clock: Clock;
  private readonly _streams = new Set<Duplex>();
  private _unserve: (() => void) | undefined;

  private constructor(aedes: Aedes, network: MemoryNetwork, clock: Clock) {
    this._aedes = aedes;
    this._network = network;
    this._clock = clock;
    aedes.preConnect = (client, packet, done) => {
      // Aedes would keep the keep alive on the computer's clock.
      this._watchKeepAlive(client.conn, packet.keepalive ?? 0);
      packet.keepalive = 0;
      done(null, true);
    };
    this._serve();
  }

  static async start(network: MemoryNetwork, clock: Clock): Promise<MemoryBroker> {
    return new MemoryBroker(await Aedes.createBroker(), network, clock);
  }

  get running(): boolean {
    return this._unserve !== undefined;
  }

  stop(): Promise<void> {
    this._unserve?.();
    this._unserve = undefined;
    for (const stream of this._streams) stream.end();
    return Promise.resolve();
  }

  restart(): Promise<void> {
    if (!this.running) this._serve();
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.stop();
    await new Promise<void>((resolve) => this._aedes.close(resolve));
  }

  /** Subscribes to everything below `filter`, which ends in /#. */
  async subscribe(filter: string, { onMessage, onLink }: SubscriberOptions): Promise<OwnSubscriber> {
    const start = filter.slice(0, -1);
    await watchPublished(this._aedes, ({ topic, payload, qos }) => {
      if (topic.startsWith(start)) onMessage(topic, payload, { qos, retain: false });
    });
    onLink(true);
    return { forget: () => Promise.resolve(true), end: () => Promise.resolve() };
  }

  async publish({ topic, payload, qos, retain }: PublishedMessage): Promise<void> {
    if (!this.running) throw new UserError(`nothing could be published to ${topic}: the broker is away`);
    await new Promise<void>((resolve) => {
      this._aedes.publish({ cmd: "publish", dup: false, topic, payload: Buffer.from(payload), qos, retain }, () => resolve());
    });
  }

  private _serve(): void {
    this._unserve = this._network.serve(this.address.host, this.address.port, (stream) => {
      this._streams.add(stream);
      stream.once("close", () => this._streams.delete(stream));
      this._aedes.handle(stream);
    });
  }

  /** @param keepAlive seconds; 0: none */
  private _watchKeepAlive(stream: Duplex, keepAlive: number): void {
    if (keepAlive === 0) return;
    let cancel: () => void = () => undefined;
    const expect = (): void => {
      cancel();
      cancel = this._clock.after(keepAlive * keepAliveFactor, () => stream.end());
    };
    stream.on("readable", expect);
    stream.once("close", () => cancel());
    expect();
  }
}
