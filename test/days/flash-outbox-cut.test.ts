/** The built node on the virtual board, with its power cut in every operation on flash, Storage's included. */
import { beforeAll, expect, it } from "vitest";
import { Flash, type FlashOperation } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk } from "../node/desk.ts";
import { copyOf, outageWithCut } from "../node/power-cuts.ts";

beforeAll(...buildFirst);

/** Flash of a node that ran once, offline for long enough to have its pages erased. */
async function usedFlash(): Promise<Flash> {
  const { board, clock, end } = await desk();
  board.cutWifi();
  await board.powerOn();
  for (let i = 0; i < 30; i++) await clock.advance(1000);
  await end();
  return board.flash;
}

const nameOf = ({ number, kind, place }: FlashOperation): string => `${kind} ${number} in ${place}`;

it("no press is lost, none gets the id of another, and the order holds, whichever operation the power cut follows", { timeout: 300_000 }, async () => {
  const used = await usedFlash();
  const operations = await outageWithCut(copyOf(used), undefined, "no cut");
  for (const operation of operations) {
    const { number, length } = operation;
    await outageWithCut(copyOf(used), (one) => (one.number === number ? { bytes: length } : undefined), `after ${nameOf(operation)}`);
  }
  console.log(`the power was cut after each of ${operations.length} operations of an outage`);
  expect(operations.length).toBeGreaterThan(50);
});

it("the same within a write: after each byte, with bits of the next that did not fall", { timeout: 300_000 }, async () => {
  const used = await usedFlash();
  const operations = await outageWithCut(copyOf(used), undefined, "no cut");
  // One of each: the boot's mark, a page's header, a record, the mark of one that was acknowledged.
  const kinds = operations.filter(
    (one, i) => one.kind === "write" && operations.findIndex(({ place, length }) => place === one.place && length === one.length) === i,
  );
  let cuts = 0;
  for (const operation of kinds)
    for (let bytes = 0; bytes < operation.length; bytes++) {
      const stuck = (bytes * 101 + 37) & 255;
      const cut = (one: FlashOperation): { bytes: number; stuck: number } | undefined => (one.number === operation.number ? { bytes, stuck } : undefined);
      await outageWithCut(copyOf(used), cut, `in ${nameOf(operation)}, after ${bytes} of ${operation.length} bytes, bits ${stuck}`);
      cuts++;
    }
  console.log(`the power was cut at ${cuts} points within ${kinds.length} writes of an outage`);
  expect(cuts).toBeGreaterThan(100);
});

it("the same on a new board, within the erases that make its pages ready", { timeout: 300_000 }, async () => {
  const operations = await outageWithCut(new Flash(), undefined, "no cut");
  const inRegion = operations.filter(({ kind, number }) => kind === "erase" || number < 12);
  let cuts = 0;
  for (const operation of inRegion)
    for (const bytes of [0, operation.length >> 1, operation.length]) {
      await outageWithCut(
        new Flash(),
        (one) => (one.number === operation.number ? { bytes, stuck: bytes % 2 } : undefined),
        `in ${nameOf(operation)}, ${bytes} bytes`,
      );
      cuts++;
    }
  console.log(`the power was cut at ${cuts} points in a new board's first outage`);
  expect(cuts).toBeGreaterThan(40);
});

it("no id is given twice when the power goes while the boot journal moves to its other file", { timeout: 300_000 }, async () => {
  const used = await usedFlash();
  used.put("ding.b0", `000000001${"pl".repeat(506)}`.padEnd(1024, "\xff"));
  used.put("ding.b1", `000000001${"pl".repeat(5)}`.padEnd(1024, "\xff")); // what an earlier turn left
  const operations = await outageWithCut(copyOf(used), undefined, "no cut");
  const inStorage = operations.filter(({ place }) => place === "storage");
  let cuts = 0;
  for (const operation of inStorage)
    for (let bytes = 0; bytes <= operation.length; bytes++) {
      const stuck = (bytes * 101 + 37) & 255;
      await outageWithCut(copyOf(used), (one) => (one.number === operation.number ? { bytes, stuck } : undefined), `in ${nameOf(operation)}, ${bytes} bytes`);
      cuts++;
    }
  console.log(`the power was cut at ${cuts} points in ${inStorage.length} writes of the boot journal`);
  expect(cuts).toBeGreaterThan(20);
});
