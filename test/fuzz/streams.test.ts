/** Bytes that strangers send in a broker's place: nothing of them stops the node, and it works again with the next good broker. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import { batches } from "./batches.ts";
import { FuzzNode } from "./fuzz-node.ts";
import { heapInUse, heapTolerance } from "./heap.ts";
import { segments, streams, type Stream, type Version } from "./packets.ts";

beforeAll(...buildFirst);

/** Both versions in turn. */
const versionOf = (seed: number): Version => (seed % 2 === 1 ? 5 : 4);
const rows = batches("streams").map((batch) => ({ ...batch, version: versionOf(batch.seed) }));

describe("a broker's bytes", () => {
  it.each(rows)("fuzz streams, seed $seed, $cases cases, MQTT level $version", { timeout: 0 }, async ({ seed, cases, version }) => {
    const ding = { mqtt: { host: "broker", version } };
    let node = await FuzzNode.online(ding);
    const before = await heapInUse();
    async function survives(stream: Stream): Promise<void> {
      const [first = Buffer.alloc(0), ...more] = segments(stream);
      if (stream.isGreeting) await node.greetedBy(first);
      else {
        await node.reconnected();
        node.broker.send(first);
      }
      for (const piece of more) node.broker.send(piece);
      await node.desk.clock.advance(20);
      node.expectNoFault();
    }
    const property = fc.asyncProperty(streams(version), async (stream) => {
      try {
        await survives(stream);
      } catch (fault) {
        node = await FuzzNode.online(ding);
        throw fault;
      }
    });
    await fc.assert(property, { seed, numRuns: cases });
    await node.reconnected();
    await node.works();
    await node.expectNoGrowth();
    expect((await heapInUse()) - before).toBeLessThan(heapTolerance);
  });
});
