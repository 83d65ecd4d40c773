/** The page's push button: each move is one change, or several within 5 ms when the contact bounces. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bounces, Contact } from "../../../src/tools/page/board/contact.ts";

/** The same numbers each time: Park and Miller's generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a bouncing contact", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("changes at once, several times within 5 ms, and ends as it was moved (seed %i)", (seed) => {
    for (const closed of [true, false]) {
      const plan = bounces(closed, seeded(seed));
      expect(plan.length).toBeGreaterThanOrEqual(5);
      expect(plan[0]).toEqual({ after: 0, closed });
      expect(plan.at(-1)?.closed).toBe(closed);
      for (const [index, bounce] of plan.entries()) {
        expect(bounce.after).toBeGreaterThanOrEqual(plan[index - 1]?.after ?? 0);
        expect(bounce.after).toBeLessThan(5);
        expect(bounce.closed).not.toBe(plan[index - 1]?.closed);
      }
    }
  });

  it("stops bouncing shut when it is opened meanwhile", () => {
    const changes: boolean[] = [];
    const contact = new Contact((closed) => changes.push(closed), seeded(1));
    contact.bouncing = true;
    contact.move(true);
    contact.bouncing = false;
    contact.move(false);
    vi.advanceTimersByTime(100);
    expect(changes).toEqual([true, false]);
  });
});

describe("a clean contact", () => {
  it("changes once for each move, and not at all when it is there already", () => {
    const changes: boolean[] = [];
    const contact = new Contact((closed) => changes.push(closed));
    contact.move(false);
    contact.move(true);
    contact.move(true);
    vi.advanceTimersByTime(100);
    contact.move(false);
    expect(changes).toEqual([true, false]);
  });
});
