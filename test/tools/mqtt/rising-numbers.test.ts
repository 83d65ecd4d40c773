/** Numbers of signed commands: each is higher than the one before, although the clock may stand still or go back. */
import { afterEach, expect, it, vi } from "vitest";
import { risingNumbers } from "../../../src/tools/mqtt/sign-command.ts";

afterEach(() => vi.useRealTimers());

it("are the time in ms, and rise within one", () => {
  vi.useFakeTimers({ now: 5000 });
  const next = risingNumbers();
  expect([next(), next(), next()]).toEqual([5000, 5001, 5002]);
  vi.setSystemTime(4000);
  expect(next()).toBe(5003);
  vi.setSystemTime(6000);
  expect(next()).toBe(6000);
});
