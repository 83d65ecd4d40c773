/** A change of the configuration over MQTT on the virtual board, with the power cut after and within each of its writes to flash. */
import { beforeAll, expect, it } from "vitest";
import { Flash, type FlashOperation } from "../../board/virtual/index.ts";
import { changeWithCut } from "../node/change-cuts.ts";
import { desk } from "../node/desk.ts";
import { copyOf } from "../node/power-cuts.ts";
import { pass, withKey } from "../node/updates.ts";
import { buildFirst } from "../support/dist.ts";

beforeAll(...buildFirst);

/** Flash of a node that ran once, with a key. */
async function usedFlash(): Promise<Flash> {
  const world = await desk(withKey);
  await world.board.powerOn();
  await pass(world, 30_000, 1000);
  await world.end();
  return world.board.flash;
}

const nameOf = ({ number, kind, place, length }: FlashOperation): string => `${kind} ${number} of ${length} bytes in ${place}`;

it("the old configuration counts or the new one, whichever operation the power cut follows", { timeout: 600_000 }, async () => {
  const used = await usedFlash();
  const operations = await changeWithCut(copyOf(used), undefined, "no cut");
  for (const operation of operations) {
    const { number, length } = operation;
    await changeWithCut(copyOf(used), (one) => (one.number === number ? { bytes: length } : undefined), `after ${nameOf(operation)}`);
  }
  console.log(`the power was cut after each of ${operations.length} operations of a change`);
  expect(operations.length).toBeGreaterThan(10);
});

it("the same within a write, with bits of the next byte that did not fall", { timeout: 1_200_000 }, async () => {
  const used = await usedFlash();
  const operations = await changeWithCut(copyOf(used), undefined, "no cut");
  let cuts = 0;
  for (const operation of operations)
    for (const bytes of new Set([0, 1, operation.length >> 1, operation.length - 1]))
      for (const stuck of [1, 37, 254]) {
        const cut = (one: FlashOperation): { bytes: number; stuck: number } | undefined => (one.number === operation.number ? { bytes, stuck } : undefined);
        await changeWithCut(copyOf(used), cut, `in ${nameOf(operation)}, after ${bytes} bytes, bits ${stuck}`);
        cuts++;
      }
  console.log(`the power was cut at ${cuts} points within ${operations.length} operations of a change`);
  expect(cuts).toBeGreaterThan(100);
});
