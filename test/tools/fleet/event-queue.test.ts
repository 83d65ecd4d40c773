/** Events come in the order of their time. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { EventQueue } from "../../../src/tools/fleet/event-queue.ts";

it("gives events by their time, and those of the same time as they were added", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new EventQueue<number>();
      times.forEach((at, index) => queue.add(at, index));
      const expected = times.map((at, what) => ({ at, what })).toSorted((a, b) => a.at - b.at);
      const came = times.map(() => queue.next()).map((event) => event && { at: event.at, what: event.what });
      expect(came).toEqual(expected);
      expect(queue.next()).toBeUndefined();
    }),
    { seed: 15 },
  );
});

it("takes new events between", () => {
  const queue = new EventQueue<string>();
  queue.add(2, "second");
  queue.add(1, "first");
  expect(queue.next()?.what).toBe("first");
  queue.add(1.5, "between");
  expect(queue.next()?.what).toBe("between");
  expect(queue.next()?.what).toBe("second");
});
