/** Publishing for the page: a broker that refuses a message is told from one that is gone. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { Publisher } from "../../../src/tools/simulate/publisher.ts";

let broker: EmbeddedBroker;
let publisher: Publisher;

beforeEach(async () => {
  broker = await EmbeddedBroker.start(0);
  publisher = new Publisher(broker.address);
});
afterEach(async () => {
  await publisher.end();
  await broker.close();
});

const send = (topic: string, payload: Uint8Array = Buffer.from("x")): Promise<void> => publisher.publish({ topic, payload, qos: 1, retain: false });

it.each(["$SYS/x", "/".repeat(30_000)])("a message that the broker takes from nobody is refused, and the next one goes", async (topic) => {
  await expect(send(topic)).rejects.toThrow("the broker refuses this message: it closed the connection instead of confirming it");
  await send("/t");
});

it("a message of more than a megabyte is refused, and the client named", async () => {
  const told: string[] = [];
  broker.onTooLong((client) => told.push(client));
  await send("/t", Buffer.alloc(1024 * 1024));
  await expect(send("/t", Buffer.alloc(1024 * 1024 + 1))).rejects.toThrow("the broker refuses this message");
  expect(told).toEqual([expect.stringMatching(/./)]);
});

it("half a character is no topic", async () => {
  await expect(send("/\ud800")).rejects.toThrow("half a character");
});

it("a broker that is gone is named as that", async () => {
  await send("/t");
  await broker.stop();
  await expect(send("/t")).rejects.toThrow(/no broker listens|was lost/);
});
