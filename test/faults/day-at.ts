/** The test of one day of random faults, on the virtual ESP32. Each seed has a file of its own, so that they run side by side. */
import { beforeAll, inject, it } from "vitest";
import { buildFirst } from "../support/dist.ts";
import { record } from "./outcomes.ts";
import { randomDay } from "./random-day.ts";
import type { seeds } from "./seeds.ts";

export function dayAt(seed: (typeof seeds)[number]): void {
  beforeAll(...buildFirst);

  it(`24 hours at seed ${seed}: each press that is owed arrives, by node, boot and seq, and nothing piles up`, async () => {
    record(inject("outcomesFolder"), "days", String(seed), await randomDay(seed));
  });
}
