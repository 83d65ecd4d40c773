/** Presses while a broker's servers stop and start again, one after the other: all arrive. */
import { expect, it } from "vitest";
import { SequenceCheck } from "../../src/tools/mqtt/sequence-check.ts";
import type { Observer } from "../recipes/observer.ts";
import { node, receiver, type Bench } from "./bench.ts";

const soon = { timeout: 40_000, interval: 50 };
const name = "steady";

export function outageCases({ expected, broker }: Bench): void {
  it(expected.servers > 1 ? "all presses arrive while each server stops in turn" : "all presses arrive though the broker is restarted", async () => {
    const people = await receiver(broker(), { session: "people", reconnectEvery: 50 });
    const resumed: boolean[] = [];
    people.client.on("connect", ({ sessionPresent }) => resumed.push(sessionPresent));
    const steady = await node(broker(), name);
    await people.seen(/^\/kv6003\/status\/steady online$/);
    let pressed = 0;
    const presses = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) await steady.press();
      pressed += times;
    };

    for (const member of broker().members) {
      const during = presses(3);
      await member.shutDown();
      await during;
      await presses(2);
      const earlier = resumed.length;
      if (!expected.sessionOutlastsRestart) steady.board.cutWifi();
      await member.startAgain();
      if (!expected.sessionOutlastsRestart) {
        // A receiver whose session is gone gets what is published once it has subscribed anew: the node must come after it.
        await expect.poll(() => resumed.length, soon).toBeGreaterThan(earlier);
        await people.caughtUp();
        steady.board.restoreWifi();
      }
      await presses(1);
      await expect.poll(() => arrived(people), soon).toEqual({ presses: pressed, missing: 0 });
    }

    expect(resumed.length).toBeGreaterThan(0);
    expect(resumed.every((present) => present)).toBe(expected.sessionOutlastsRestart);
  });
}

/** How many different presses of the node have come, and how many of all its messages are missing by their numbers. */
function arrived(people: Observer): { presses: number; missing: number } {
  const check = new SequenceCheck();
  const presses = new Set<string>();
  for (const line of people.matching(/^\/kv6003\/sensor\/ding .*"node":"steady"/)) {
    check.take(line.slice(line.indexOf(" ") + 1));
    if (line.includes('"event":"press"')) presses.add(line);
  }
  return { presses: presses.size, missing: check.totals().reduce((sum, { missing }) => sum + missing, 0) };
}
