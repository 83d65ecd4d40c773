/** The light moves by itself, slowly, and a hand can cover it. */
import { expect, it } from "vitest";
import { ManualClock } from "../../../board/virtual/index.ts";
import { Light } from "../../../src/tools/simulate/light.ts";

it("wanders between dim and bright, in steps that a sensor sees", async () => {
  const clock = new ManualClock();
  const levels: number[] = [];
  const light = new Light((level) => levels.push(level), { clock });
  light.start();
  expect(levels).toEqual([0.5]);
  await clock.advance(600_000);
  expect(Math.max(...levels)).toBeGreaterThan(0.75);
  expect(Math.min(...levels)).toBeLessThan(0.25);
  for (const [i, level] of levels.entries()) expect(Math.abs(level - (levels[i - 1] ?? level))).toBeLessThan(0.05);
  light.stop();
  const count = levels.length;
  await clock.advance(60_000);
  expect(levels).toHaveLength(count);
});

it("is dark under a hand, and comes back", async () => {
  const clock = new ManualClock();
  const levels: number[] = [];
  const light = new Light((level) => levels.push(level), { clock });
  light.start();
  light.toggle();
  expect([levels.at(-1), light.isCovered]).toEqual([0.02, true]);
  await clock.advance(60_000);
  expect(light.level).toBe(0.02);
  light.toggle();
  expect(light.level).toBeGreaterThan(0.5);
  light.stop();
});

it("stays where it is held, until a hand comes and goes", async () => {
  const clock = new ManualClock();
  const light = new Light(() => undefined, { clock });
  light.start();
  light.hold(0.9);
  await clock.advance(60_000);
  expect(light.level).toBe(0.9);
  light.toggle();
  light.toggle();
  expect(light.level).toBeLessThan(0.9);
  light.stop();
});
