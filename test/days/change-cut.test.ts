/** A change of the configuration over MQTT on the virtual board, with the power cut after and within each of its writes to flash. */
import { beforeAll, expect, it } from "vitest";
import { changeWithCut } from "../node/change-cuts.ts";
import { buildFirst } from "../support/dist.ts";
import { cutAfterEach, cutWithinEach } from "./cut-sweep.ts";

beforeAll(...buildFirst);

it("the old configuration counts or the new one, whichever operation the power cut follows", { timeout: 600_000 }, async () => {
  const operations = await cutAfterEach(changeWithCut);
  console.log(`the power was cut after each of ${operations} operations of a change`);
  expect(operations).toBeGreaterThan(10);
});

it("the same within a write, with bits of the next byte that did not fall", { timeout: 1_200_000 }, async () => {
  const { cuts, operations } = await cutWithinEach(changeWithCut, () => [1, 37, 254]);
  console.log(`the power was cut at ${cuts} points within ${operations} operations of a change`);
  expect(cuts).toBeGreaterThan(100);
});
