/** The random part of the nodes' waits, and what they would be without it. */
import { seededRandom } from "../random/seeded-random.ts";

/** The largest fleet. */
export const mostNodes = 100_000;

export type Jitter = "with jitter" | "without jitter";

/** The largest number that a random function may give: every wait has its full length. */
const fullLength = 1 - Number.EPSILON;

/** The random function of the node with this index, as the client takes it: the same for the same seed, and no other node's. */
export function randomOf(jitter: Jitter, seed: number, index: number): () => number {
  if (jitter === "without jitter") return () => fullLength;
  return seededRandom(seed * mostNodes + index);
}
