/** The light moves by itself, slowly, and a hand can cover it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Light } from "../../../src/tools/simulate/light.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

it("wanders between dim and bright, in steps that a sensor sees", () => {
  const levels: number[] = [];
  const light = new Light((level) => levels.push(level));
  light.start();
  expect(levels).toEqual([0.5]);
  vi.advanceTimersByTime(600_000);
  expect(Math.max(...levels)).toBeGreaterThan(0.75);
  expect(Math.min(...levels)).toBeLessThan(0.25);
  for (const [i, level] of levels.entries()) expect(Math.abs(level - (levels[i - 1] ?? level))).toBeLessThan(0.05);
  light.stop();
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it("is dark under a hand, and comes back", () => {
  const levels: number[] = [];
  const light = new Light((level) => levels.push(level));
  light.start();
  light.toggle();
  expect([levels.at(-1), light.isCovered]).toEqual([0.02, true]);
  vi.advanceTimersByTime(60_000);
  expect(light.level).toBe(0.02);
  light.toggle();
  expect(light.level).toBeGreaterThan(0.5);
  light.stop();
});
