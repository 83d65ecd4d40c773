/** The simulator's own subscriber: at a broker that does not answer, hangs up, or comes back. */
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { Subscriber } from "../../../src/tools/simulate/subscriber.ts";
import { connack, connectPacket, hangUp, misbehavingBroker, sayNothing, subscribePacket, suback } from "../mqtt/misbehaving-broker.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe("the subscriber", () => {
  async function subscribe(...answers: ((socket: Socket, packet: Buffer) => void)[]): Promise<{ started: Promise<Subscriber>; links: boolean[] }> {
    const scripted = await misbehavingBroker({
      [connectPacket]: connack(0),
      [subscribePacket]: (socket, packet) => answers.shift()?.(socket, packet),
    });
    open.push(() => scripted.close());
    const links: boolean[] = [];
    const ignore = (): void => undefined;
    const options = { keepSession: false, onMessage: ignore, onLink: (isUp: boolean) => links.push(isUp), onRefused: ignore, timeout: 50 };
    return { started: Subscriber.start(scripted.address, "/kv6003/#", options), links };
  }

  it("gives up when no SUBACK comes in time", async () => {
    const { started } = await subscribe();
    await expect(started).rejects.toMatchObject({
      message: expect.stringContaining("does not answer the subscription: no SUBACK within 0.05 s") as string,
      exitCode: exitCodes.unreachable,
    });
  });

  it("says that the broker hung up, and what the reason may be", async () => {
    const { started } = await subscribe(hangUp);
    await expect(started).rejects.toThrow(/hung up on the subscription to \/kv6003\/#: this account may not read it, or the network failed$/);
  });

  it("tries another connection when no SUBACK comes in time after a loss", async () => {
    const grantAndHangUp = (socket: Socket, packet: Buffer): void => {
      suback(1)(socket, packet);
      socket.end();
    };
    const { started, links } = await subscribe(grantAndHangUp, sayNothing, suback(1));
    const subscriber = await started;
    open.push(() => subscriber.end());
    await expect.poll(() => links, { timeout: 5000 }).toEqual([true, false, true, false, true]);
  });
});
