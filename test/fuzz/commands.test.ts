/** Commands that strangers send: each is done or refused with one answer, which any JSON parser reads, and the node works as before. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import { batches } from "./batches.ts";
import { FuzzNode } from "./fuzz-node.ts";
import { heapInUse, heapTolerance } from "./heap.ts";
import { commandPayloads, mayBeCommand } from "./payloads.ts";

beforeAll(...buildFirst);

/** Commands that come at once. */
const burst = 10;
/** ms between two bursts, so that blinks and times go on. */
const pause = 50;

/** The answer is JSON for any parser. One that accepts is for what is a command by another reader's judgement. */
function expectGoodAnswer(payload: Buffer, answer: Buffer): void {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(answer);
  const { error } = JSON.parse(text) as { error?: string };
  if (error === undefined) expect(mayBeCommand(payload), JSON.stringify(payload.toString("latin1"))).toBe(true);
}

describe("a command", () => {
  it.each(batches("commands"))("fuzz commands, seed $seed, $cases cases", { timeout: 0 }, async ({ seed, cases }) => {
    let node = await FuzzNode.online();
    const before = await heapInUse();
    const bursts = fc.array(commandPayloads, { minLength: burst, maxLength: burst });
    const property = fc.asyncProperty(bursts, async (payloads) => {
      try {
        for (const { payload, answers } of await node.commands(payloads)) {
          expect(answers).toHaveLength(payload.length > 0 ? 1 : 0);
          for (const answer of answers) expectGoodAnswer(payload, answer);
        }
        await node.desk.clock.advance(pause);
        node.expectNoFault();
      } catch (fault) {
        node = await FuzzNode.online(); // whatever is tried next finds a sound one
        throw fault;
      }
    });
    await fc.assert(property, { seed, numRuns: Math.ceil(cases / burst) });
    await node.works();
    await node.expectNoGrowth();
    expect((await heapInUse()) - before).toBeLessThan(heapTolerance);
  });
});
