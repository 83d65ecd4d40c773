/** Each case on the virtual ESP32, on virtual time; then those that it can play on the real interpreter. */
import { beforeAll, describe, expect, inject, it } from "vitest";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import type { FaultCase } from "./case.ts";
import { groups } from "./cases.ts";
import { record, type Outcome } from "./outcomes.ts";
import { play } from "./play.ts";
import { realWorld } from "./real-world.ts";
import { virtualWorld } from "./virtual-world.ts";

const seed = 1;
/** JsVars: what health tells of the last outage, and which message is suspected for having ended it. */
const mostMore = 40;

beforeAll(...buildFirst);

async function onVirtual(one: FaultCase): Promise<Outcome> {
  const world = await virtualWorld(one.ding ?? {}, seed);
  return one.on === "both boards" ? play(world, one, one.seconds) : play(world, one, one.seconds);
}

describe.each(groups)("%s", (_title, cases) => {
  for (const one of cases) {
    it(`${one.name}, on the virtual ESP32`, async () => {
      const outcome = await onVirtual(one);
      if (one.notices) expect(outcome.noticed?.after).toBeLessThanOrEqual(one.noticedWithin ?? 0);
      expect(outcome.back).toBeLessThanOrEqual(one.backWithin);
      record(inject("outcomesFolder"), "virtual", one.name, outcome);
    });

    const name = `${one.name}, on the real interpreter`;
    if (one.on === "the virtual board") it.skip(`${name}: ${one.why}`, () => undefined);
    else
      it.skipIf(!espruino)(name, async () => {
        const world = await realWorld(espruino ?? "", one.ding ?? {}, one.notices !== undefined);
        const outcome = await play(world, one, one.realSeconds);
        const [before, after] = outcome.memory;
        expect(after - before).toBeLessThanOrEqual(mostMore);
        record(inject("outcomesFolder"), "real", one.name, outcome);
      });
  }
});

it("the same seed gives the same times", async () => {
  const flapping = groups.flatMap(([, cases]) => cases).find(({ name }) => name.startsWith("the Wi-Fi flaps"));
  if (flapping === undefined) throw new Error("no case of a Wi-Fi that flaps");
  expect(await onVirtual(flapping)).toEqual(await onVirtual(flapping));
});
