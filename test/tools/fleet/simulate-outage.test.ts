/** An outage on virtual time: the client's own backoff, a broker with a rate, and the same result for the same seed. */
import { describe, expect, it } from "vitest";
import { peak } from "../../../src/tools/fleet/arrivals.ts";
import { randomOf, type Jitter } from "../../../src/tools/fleet/jitter.ts";
import { simulateOutage } from "../../../src/tools/fleet/simulate-outage.ts";
import type { Return } from "../../../src/tools/fleet/measures.ts";
import { device } from "../../support/settings.ts";

interface Given {
  nodes?: number;
  outage?: number;
  rate?: number;
  seed?: number;
}

function simulated(jitter: Jitter, { nodes = 1000, outage = 60_000, rate = 2500, seed = 1 }: Given = {}): Return {
  return simulateOutage({ config: device, nodes, outage, rate, random: (index) => randomOf(jitter, seed, index) });
}

describe("a fleet without jitter", () => {
  it("comes back all at once, at the first full wait that ends after the restart", () => {
    // The waits of 1, 2, 4, 8, 16 and 32 s end 63 s after the loss.
    const { attempts } = simulated("without jitter");
    expect(attempts).toHaveLength(1000);
    for (const at of attempts) expect(at).toBeCloseTo(3000, 3);
  });

  it("is connected as fast as the broker can", () => {
    const { connections, allBack } = simulated("without jitter", { rate: 500 });
    expect(connections).toHaveLength(1000);
    expect(peak(connections)).toBe(500);
    expect(allBack).toBeCloseTo(3000 + 2000, 3);
  });

  it("that overruns the broker gives up after the node's 10 s, and must try again", () => {
    const { attempts, connections, allBack } = simulated("without jitter", { nodes: 2000, rate: 100 });
    expect(attempts.length).toBeGreaterThan(2000);
    expect(connections).toHaveLength(2000);
    // Of 20 s of work 10 s are for nothing: these nodes had hung up.
    expect(allBack).toBeGreaterThan(30_000);
  });
});

describe("a broker that is too slow for the fleet", () => {
  it("ends the simulation with what to do", () => {
    expect(() => simulated("with jitter", { nodes: 2000, rate: 10 })).toThrow(
      / of 2000 nodes are still away 100 min after the restart: a broker of 10 connections a second is too slow for them; give a higher --rate$/,
    );
  });
});

describe("a fleet with jitter", () => {
  it.each([1000, 10_000])("of %i nodes has at most a tenth of the peak after an outage of 30 s", (nodes) => {
    const peaks = (["with jitter", "without jitter"] as const).map((jitter) => peak(simulated(jitter, { nodes, outage: 30_000 }).attempts));
    expect(peaks[1]).toBe(nodes);
    expect(peaks[0]).toBeLessThanOrEqual(nodes / 10);
  });

  it("has more than a tenth after one of 5 s: the waits have not grown yet", () => {
    expect(peak(simulated("with jitter", { outage: 5000 }).attempts)).toBeGreaterThan(100);
  });

  it("is back within the longest wait", () => {
    const { connections, allBack } = simulated("with jitter");
    expect(connections).toHaveLength(1000);
    expect(allBack).toBeLessThan(device.retry.longest + 1000);
  });

  it("gives the same times for the same seed, and others for another", () => {
    expect(simulated("with jitter")).toEqual(simulated("with jitter"));
    expect(simulated("with jitter", { seed: 2 }).attempts).not.toEqual(simulated("with jitter").attempts);
  });
});
