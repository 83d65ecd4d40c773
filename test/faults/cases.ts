/** All cases of the fault suite, as docs/faults.md shows them. */
import type { FaultCase } from "./case.ts";
import { broker, floods, link } from "./cases-beyond.ts";
import { network, onTheBoard } from "./cases-near.ts";

export const groups: readonly (readonly [title: string, cases: readonly FaultCase[]])[] = [
  ["The link", link],
  ["The broker", broker],
  ["Floods", floods],
  ["The network", network],
  ["The board", onTheBoard],
];
