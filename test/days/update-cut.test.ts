/** An update over MQTT on the virtual board, with the power cut after and within each of its writes to flash. */
import { beforeAll, expect, it } from "vitest";
import { updateWithCut } from "../node/update-cuts.ts";
import { buildFirst } from "../support/dist.ts";
import { cutAfterEach, cutWithinEach } from "./cut-sweep.ts";

beforeAll(...buildFirst);

it("old or new runs, and the new one arrives, whichever operation the power cut follows", { timeout: 600_000 }, async () => {
  const operations = await cutAfterEach(updateWithCut);
  console.log(`the power was cut after each of ${operations} operations of an update`);
  expect(operations).toBeGreaterThan(30);
});

it("the same within a write, with bits of the next byte that did not fall", { timeout: 1_200_000 }, async () => {
  const { cuts, operations } = await cutWithinEach(updateWithCut, (cut) => [(cut * 101 + 37) & 255]);
  console.log(`the power was cut at ${cuts} points within ${operations} operations of an update`);
  expect(cuts).toBeGreaterThan(100);
});
