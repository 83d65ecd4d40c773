/** Presses of the BOOT button: one after the other, each long enough to be one. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Devboard } from "../../../board/shared/index.ts";
import { PressQueue, type Gesture } from "../../../src/tools/simulate/press-queue.ts";

describe("the queue of presses", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const levels: number[] = [];
  const board = { drive: (_pin: string, level: number) => void levels.push(level) } as Pick<Devboard, "drive">;
  const button = { pin: "D0", activeLow: true, debounce: 50, long: 800 };

  it("holds down and lets go, longer than the debounce each", async () => {
    levels.length = 0;
    const queue = new PressQueue(board, button);
    void queue.press("single");
    void queue.press("single");
    await vi.advanceTimersByTimeAsync(99);
    expect(levels).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(levels).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(100);
    expect(levels).toEqual([0, 1, 0]);
    await vi.advanceTimersByTimeAsync(100);
    expect(levels).toEqual([0, 1, 0, 1]);
  });

  it.each<[Gesture, number[], number[]]>([
    ["single", [0, 1], [0, 100]],
    ["double", [0, 1, 0, 1], [0, 100, 200, 300]],
    ["long", [0, 1], [0, 900]],
  ])("makes a %s press", async (gesture, changes, times) => {
    levels.length = 0;
    const began = Date.now();
    const at: number[] = [];
    const timed = { drive: (_pin: string, level: number) => void (levels.push(level), at.push(Date.now() - began)) };
    const queue = new PressQueue(timed, button);
    void queue.press(gesture);
    await vi.runAllTimersAsync();
    expect([levels, at]).toEqual([changes, times]);
  });

  it("does not press for minutes after a key was held", async () => {
    levels.length = 0;
    const queue = new PressQueue(board, button);
    for (let i = 0; i < 100; i += 1) void queue.press("single");
    await vi.runAllTimersAsync();
    expect(levels).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it("forgets what waits when it is stopped, and finishes what is under way", async () => {
    levels.length = 0;
    const queue = new PressQueue(board, { ...button, activeLow: false });
    void queue.press("single");
    void queue.press("single");
    await vi.advanceTimersByTimeAsync(50);
    const stopped = queue.stop();
    await vi.runAllTimersAsync();
    await stopped;
    await queue.press("single");
    expect(levels).toEqual([1, 0]);
  });
});
