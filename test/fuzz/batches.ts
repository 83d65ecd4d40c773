/** How many cases a run of the fuzzers has, and from which seeds: few in `npm test`, as many as were asked for in `npm run fuzz`. */

export interface Batch {
  seed: number;
  cases: number;
}

/** Each target's share of all cases. The dearer a case, the smaller its share. */
const shares = { commands: 0.3, streams: 0.05, configurations: 0.25, boots: 0.002, reach: 0.002, serial: 0.004, lines: 0.292, page: 0.1 };

export type Target = keyof typeof shares;
export const targets = Object.keys(shares) as readonly Target[];

/** Cases of all targets together in `npm test`. */
const casesOfTests = 10_000;
const seedOfTests = 1;

/** Cases that share a node. */
const largestBatch = 2_000;

/** The batches of a target. Each has a seed of its own, so that each can be repeated alone. */
export function batches(target: Target): Batch[] {
  const all = Number(process.env["FUZZ_CASES"] ?? casesOfTests);
  const seed = Number(process.env["FUZZ_SEED"] ?? seedOfTests);
  const only = process.env["FUZZ_ONLY"];
  const cases = only === target ? all : Math.ceil(all * shares[target]);
  return Array.from({ length: Math.ceil(cases / largestBatch) }, (_none, i) => ({
    seed: seed + i,
    cases: Math.min(largestBatch, cases - i * largestBatch),
  }));
}
