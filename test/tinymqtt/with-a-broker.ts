/** What must work with any real broker; run against aedes here, and against Mosquitto by the interop tests. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client, Events, Options } from "tinymqtt";
import { create } from "../../src/tools/mqtt/for-node.ts";

export interface RealBroker {
  host: string;
  port: number;
  /** Cuts every connection, as a crash does; the sessions stay. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** `version`: the clients' option; each test is the same in every version. */
export function withABroker(name: string, start: () => Promise<RealBroker>, version: 4 | 5 | "auto" = 4): void {
  describe(`with ${name}`, () => {
    let broker: RealBroker;
    const clients: Client[] = [];
    let serial = 0;

    beforeEach(async () => {
      broker = await start();
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) client.end();
      await broker.stop();
    });

    function client(options: Options = {}): Client {
      const made = create(broker.host, { port: broker.port, clientId: `client${++serial}`, version, retry: { first: 50, longest: 200 }, ...options });
      clients.push(made);
      return made;
    }

    function next(of: Client, event: keyof Events): Promise<unknown> {
      return new Promise((resolve) => of.on(event, (...args) => resolve(args[0])));
    }

    async function online(options: Options = {}): Promise<Client> {
      const made = client(options);
      const connected = next(made, "connected");
      made.connect();
      await connected;
      return made;
    }

    async function listener(
      filter: string,
      qos: 0 | 1 | 2,
      options: Options = {},
    ): Promise<{ client: Client; messages: Events["message"][0][]; count: (n: number) => Promise<void> }> {
      const made = await online(options);
      const messages: Events["message"][0][] = [];
      let changed = (): void => undefined;
      made.on("message", (message) => {
        messages.push(message);
        changed();
      });
      const subscribed = next(made, "subscribed");
      made.subscribe(filter, qos);
      await subscribed;
      const count = (n: number): Promise<void> =>
        new Promise((resolve) => {
          changed = () => messages.length >= n && resolve();
          changed();
        });
      return { client: made, messages, count };
    }

    test.each([0, 1, 2] as const)("QoS %i comes through, once and in order", async (qos) => {
      const { messages, count } = await listener("t/#", 2);
      const sender = await online();
      for (let i = 0; i < 20; i++) sender.publish("t/x", `message ${i}`, { qos });
      await count(20);
      expect(messages.map(({ message }) => message)).toEqual(Array.from({ length: 20 }, (_, i) => `message ${i}`));
      expect(messages.every((message) => message.qos === qos && message.topic === "t/x")).toBe(true);
      while (sender.queued > 0) await next(sender, "published");
    });

    test("a retained message waits for its reader, and an empty one clears it", async () => {
      const sender = await online();
      const receipts = [next(sender, "published")];
      sender.publish("kept", "caf\xc3\xa9", { qos: 1, retain: true });
      await Promise.all(receipts);
      const first = await listener("kept", 1);
      await first.count(1);
      expect(first.messages[0]).toMatchObject({ message: "caf\xc3\xa9", retain: true });
      const cleared = next(sender, "published");
      sender.publish("kept", "", { qos: 1, retain: true });
      await cleared;
      const second = await listener("kept", 1);
      sender.publish("kept", "live", { qos: 1 });
      await second.count(1);
      expect(second.messages).toMatchObject([{ message: "live", retain: false }]);
    });

    test("the will is published when the client vanishes, not when it says DISCONNECT", async () => {
      const { messages, count } = await listener("will", 1);
      const polite = await online({ will: { topic: "will", message: "polite" } });
      const gone = next(polite, "disconnected");
      polite.disconnect();
      await gone;
      const rude = await online({ will: { topic: "will", message: "rude", qos: 1 } });
      rude.suspend("unplugged");
      await count(1);
      expect(messages).toMatchObject([{ message: "rude" }]);
    });

    test("a kept session brings what was sent meanwhile", async () => {
      const options: Options = { clientId: "keeper", clean: false };
      const { client: keeper, messages, count } = await listener("meanwhile", 1, options);
      keeper.disconnect();
      const sender = await online();
      const receipt = next(sender, "published");
      sender.publish("meanwhile", "hello", { qos: 1 });
      await receipt;
      const back = next(keeper, "connected");
      keeper.connect();
      expect(await back).toEqual({ sessionPresent: true });
      await count(1);
      expect(messages[0]).toMatchObject({ message: "hello", qos: 1 });
    });

    test("after the broker was away, subscriptions are made again and what waited goes out", async () => {
      const { client: reader, messages, count } = await listener("again", 1);
      const sender = await online();
      const losses = [next(reader, "lost"), next(sender, "lost")];
      const readerBack = next(reader, "subscribed");
      await broker.cut();
      await Promise.all(losses);
      await readerBack;
      for (let i = 0; i < 10; i++) sender.publish("again", String(i), { qos: 1 });
      await count(10);
      expect(new Set(messages.map(({ message }) => message)).size).toBe(10);
      expect(sender.losses).toBe(1);
    });

    test("a message of 4000 bytes goes both ways", async () => {
      const { messages, count } = await listener("big", 0);
      const sender = await online();
      sender.publish("big", "x".repeat(4000));
      await count(1);
      expect(messages[0]?.message).toHaveLength(4000);
    });

    test("messages come through for as long as the broker reads, longer ones between them", async () => {
      const { messages, count } = await listener("many", 1, { maxPacket: 15_000 });
      const sender = await online();
      const texts = Array.from({ length: 60 }, (_, i) => `${i} `.repeat(i % 20 === 0 ? 3000 : 100));
      for (const [sent, text] of texts.entries()) {
        expect(sender.publish("many", text, { qos: 1 })).toBe(true);
        await count(sent + 1);
      }
      expect(messages.map(({ message }) => message)).toEqual(texts);
    });

    test("unsubscribed is unsubscribed", async () => {
      const { client: reader, messages, count } = await listener("u/1", 0);
      const subscribed = next(reader, "subscribed");
      reader.unsubscribe("u/1");
      reader.subscribe("u/2");
      await subscribed;
      const sender = await online();
      sender.publish("u/1", "no");
      sender.publish("u/2", "yes");
      await count(1);
      expect(messages).toMatchObject([{ topic: "u/2" }]);
    });
  });
}
