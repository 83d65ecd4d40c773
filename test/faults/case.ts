/** A case of the fault suite: a fault, how long it lasts, and what must happen. */
import type { Fault } from "./faults.ts";
import type { VirtualWorld, World } from "./world.ts";

/** s: the longest wait between two attempts, and what a connection takes. */
export const longestWait = 65;

export interface CaseOf<W extends World> {
  name: string;
  /** What the node promises. */
  promise: string;
  fault: Fault<W>;
  /** s for which it lasts on the virtual board; 0: it is over once it has happened. */
  seconds: number;
  /** Presses made while it lasts. */
  presses: number;
  /** What the console must say once the fault has begun. Undefined: the connection must be kept. */
  notices?: RegExp;
  /** s, on the virtual board, with the node's default times. */
  noticedWithin?: number;
  /** s from the fault's end until all presses have arrived, on the virtual board, with the node's default times. */
  backWithin: number;
  /** What the console must have said at any time. */
  says?: RegExp;
  /** A message may be set aside, so that a newer one comes before it. */
  reorders?: boolean;
  /** Presses are more than its flash takes: the oldest go, and are counted. */
  drops?: boolean;
  /** Settings of the node. */
  ding?: object;
}

export interface OnBoth extends CaseOf<World> {
  on: "both boards";
  /** s for which it lasts on the real interpreter, whose waits are set short. */
  realSeconds: number;
}

export interface OnVirtual extends CaseOf<VirtualWorld> {
  on: "the virtual board";
  /** Why the real interpreter does not play it. */
  why: string;
}

export type FaultCase = OnBoth | OnVirtual;
