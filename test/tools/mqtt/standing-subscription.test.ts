/** A subscription that stands: made again after each loss, until the broker refuses it for good. */
import type { Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { exitCodes, type UserError } from "../../../src/tools/command-line/user-error.ts";
import { StandingSubscription, type SubscriptionOptions } from "../../../src/tools/mqtt/standing-subscription.ts";
import { connack, connectPacket, hangUp, misbehavingBroker, sayNothing, subscribePacket, suback } from "./misbehaving-broker.ts";

type Answer = (socket: Socket, packet: Buffer) => void;

const granted = suback(1);
const refused = suback(0x80);
const grantedAndLost: Answer = (socket, packet) => {
  granted(socket, packet);
  socket.end();
};

/** A broker whose connections answer CONNECT and SUBSCRIBE one after another as given, the later ones as the last. */
async function brokerThat(connects: readonly Answer[], subscribes: readonly Answer[]) {
  const nth = (answers: readonly Answer[]): Answer => {
    let count = 0;
    return (socket, packet) => answers[Math.min(count++, answers.length - 1)]?.(socket, packet);
  };
  const broker = await misbehavingBroker({ [connectPacket]: nth(connects), [subscribePacket]: nth(subscribes) });
  onTestFinished(() => broker.close());
  return broker;
}

/** Subscribes to "a", until the test ends. Returns also where failures will be. */
async function subscribed(
  broker: Awaited<ReturnType<typeof brokerThat>>,
  options: Partial<SubscriptionOptions> = {},
): Promise<{ subscription: StandingSubscription; failures: UserError[] }> {
  const failures: UserError[] = [];
  const subscription = await StandingSubscription.at(broker.address, {
    topics: ["a"],
    timeout: 1000,
    reconnectEvery: 20,
    onMessage: () => undefined,
    onFailed: (reason) => failures.push(reason),
    ...options,
  });
  onTestFinished(() => subscription.end());
  return { subscription, failures };
}

describe("a subscription that stood, and the broker, reached again, refuses", () => {
  it.each<[what: string, connects: Answer[], subscribes: Answer[], message: string]>([
    ["the connection", [connack(0), connack(5)], [grantedAndLost], "not authorized"],
    ["the subscription", [connack(0)], [grantedAndLost, refused], "refuses the subscription to a"],
  ])("has failed: %s", async (_what, connects, subscribes, message) => {
    const { failures } = await subscribed(await brokerThat(connects, subscribes));
    await expect.poll(() => failures).toHaveLength(1);
    expect(failures[0]?.message).toContain(message);
    expect(failures[0]?.exitCode).toBe(exitCodes.refused);
  });
});

describe("a connection that is lost before its SUBACK", () => {
  it("is a refusal at first", async () => {
    await expect(subscribed(await brokerThat([connack(0)], [hangUp]))).rejects.toMatchObject({
      message: expect.stringContaining("hung up on the subscription") as string,
      exitCode: exitCodes.refused,
    });
  });

  it("is one more loss later on", async () => {
    const { failures } = await subscribed(await brokerThat([connack(0), connack(0), connack(0), connack(5)], [grantedAndLost, hangUp]));
    await expect.poll(() => failures).toHaveLength(1);
    expect(failures[0]?.message).toContain("not authorized");
  });
});

describe("a SUBACK that does not come in time", () => {
  it("ends it at first, in words", async () => {
    await expect(subscribed(await brokerThat([connack(0)], [sayNothing]), { timeout: 100 })).rejects.toMatchObject({
      message: expect.stringMatching(/^the broker at .* does not answer the subscription: no SUBACK within 0\.1 s/) as string,
      exitCode: exitCodes.unreachable,
    });
  });

  it("is a loss later on, and another connection is tried", async () => {
    const events: string[] = [];
    const { failures } = await subscribed(await brokerThat([connack(0)], [grantedAndLost, sayNothing, granted]), {
      timeout: 100,
      onSubscribed: () => events.push("subscribed"),
      onLost: () => events.push("lost"),
    });
    await expect.poll(() => events).toEqual(["subscribed", "lost", "lost", "subscribed"]);
    expect(failures).toEqual([]);
  });
});

it("ends within a second though a SUBACK is missing", async () => {
  let subscribes = 0;
  const counted: Answer = () => void subscribes++;
  const broker = await brokerThat([connack(0)], [grantedAndLost, counted]);
  const { subscription } = await subscribed(broker, { timeout: 60_000 });
  await expect.poll(() => subscribes).toBe(1);
  await subscription.end();
});
