/** Which messages the list shows. */
import { expect, it } from "vitest";
import { TopicMatcher, windowOf } from "../../../src/tools/page/messages/message-window.ts";
import { InputHistory } from "../../../src/tools/page/messages/input-history.ts";
import { timeOfDay } from "../../../src/tools/page/messages/time-of-day.ts";

const messages = Array.from({ length: 10 }, (_, index) => ({ number: index + 1, topic: index % 2 === 0 ? "a/x" : "b" }));
const all = new TopicMatcher(undefined);
const underA = new TopicMatcher("a/#");

function numbers(view: Parameters<typeof windowOf>[1], matcher: TopicMatcher): unknown {
  const { shown, hasOlder } = windowOf(messages, view, matcher);
  return [shown.map(({ number }) => number), hasOlder];
}

it("the latest are shown", () => {
  expect(numbers({ hide: false, cleared: 0, most: 3 }, all)).toEqual([[8, 9, 10], true]);
  expect(numbers({ hide: false, cleared: 0, most: 10 }, all)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false]);
});

it("those that do not match are hidden on demand", () => {
  expect(numbers({ hide: true, cleared: 0, most: 3 }, underA)).toEqual([[5, 7, 9], true]);
  expect(numbers({ hide: true, cleared: 0, most: 5 }, underA)).toEqual([[1, 3, 5, 7, 9], false]);
  expect(numbers({ hide: false, cleared: 0, most: 2 }, underA)).toEqual([[9, 10], true]);
});

it("what was cleared stays away", () => {
  expect(numbers({ hide: false, cleared: 8, most: 5 }, all)).toEqual([[9, 10], false]);
  expect(numbers({ hide: false, cleared: 10, most: 5 }, all)).toEqual([[], false]);
});

it("arrow keys walk through what was typed, and back to what was being typed", () => {
  const history = new InputHistory();
  expect(history.older("draft")).toBe("draft");
  for (const line of ["a", "b", "b", " "]) history.add(line);
  expect([history.older("draft"), history.older("b"), history.older("a")]).toEqual(["b", "a", "a"]);
  expect([history.newer("a"), history.newer("b"), history.newer("draft")]).toEqual(["b", "draft", "draft"]);
  for (let line = 0; line < 300; line += 1) history.add(String(line));
  for (let back = 0; back < 300; back += 1) history.older("");
  expect(history.older("")).toBe("100");
});

it("a time is shown as on a clock, with ms", () => {
  expect(timeOfDay(new Date(2026, 0, 2, 9, 5, 7, 42).getTime())).toBe("09:05:07.042");
});
