/** Cuts the power at every operation on flash of something that a node with a key does, each time on a copy of the same flash. */
import type { Cut, Flash, FlashOperation } from "../../board/virtual/index.ts";
import { desk } from "../node/desk.ts";
import { copyOf } from "../node/power-cuts.ts";
import { pass, withKey } from "../node/updates.ts";

/** What is cut, and checked. Returns its operations, as far as they came. */
type Run = (flash: Flash, cut: Cut | undefined, where: string) => Promise<readonly FlashOperation[]>;

/** Flash of a node that ran once, with a key. */
async function usedFlash(): Promise<Flash> {
  const world = await desk(withKey);
  await world.board.powerOn();
  await pass(world, 30_000, 1000);
  await world.end();
  return world.board.flash;
}

const nameOf = ({ number, kind, place, length }: FlashOperation): string => `${kind} ${number} of ${length} bytes in ${place}`;

/** Cuts after each operation. Returns how many there are. */
export async function cutAfterEach(run: Run): Promise<number> {
  const used = await usedFlash();
  const operations = await run(copyOf(used), undefined, "no cut");
  for (const operation of operations) {
    const { number, length } = operation;
    await run(copyOf(used), (one) => (one.number === number ? { bytes: length } : undefined), `after ${nameOf(operation)}`);
  }
  return operations.length;
}

/**
 * Cuts within each operation: before its first byte, after it, in the middle, and before the last.
 * @param stuckAt the bits of the next byte that do not fall, for the cut of this number; each of them is a cut of its own
 */
export async function cutWithinEach(run: Run, stuckAt: (cuts: number) => readonly number[]): Promise<{ cuts: number; operations: number }> {
  const used = await usedFlash();
  const operations = await run(copyOf(used), undefined, "no cut");
  let cuts = 0;
  for (const operation of operations)
    for (const bytes of new Set([0, 1, operation.length >> 1, operation.length - 1]))
      for (const stuck of stuckAt(cuts)) {
        const cut: Cut = (one) => (one.number === operation.number ? { bytes, stuck } : undefined);
        await run(copyOf(used), cut, `in ${nameOf(operation)}, after ${bytes} bytes, bits ${stuck}`);
        cuts++;
      }
  return { cuts, operations: operations.length };
}
