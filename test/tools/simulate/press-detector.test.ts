/** A press counts when the contact was closed for the debounce; a bounce does not. */
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../board/virtual/index.ts";
import { PressDetector } from "../../../src/tools/simulate/press-detector.ts";

interface Contact {
  clock: ManualClock;
  detector: PressDetector;
  /** "down" and "press", as they come. */
  told: string[];
}

function contact(): Contact {
  const clock = new ManualClock();
  const told: string[] = [];
  const on = { down: () => told.push("down"), press: () => told.push("press"), short: () => told.push("short") };
  const detector = new PressDetector({ pin: "D0", activeLow: true, debounce: 50, long: 800 }, on, clock);
  return { clock, detector, told };
}

describe("the detector of presses", () => {
  it("tells of the finger at once, and of the press after the debounce", async () => {
    const { clock, detector, told } = contact();
    detector.level(0);
    await clock.advance(49);
    expect(told).toEqual(["down"]);
    await clock.advance(1);
    expect(told).toEqual(["down", "press"]);
    detector.level(0);
    await clock.advance(1000);
    expect(told).toHaveLength(2);
  });

  it("tells of a touch that was too short, once that is clear", async () => {
    const { clock, detector, told } = contact();
    detector.level(0);
    await clock.advance(20);
    detector.level(1);
    await clock.advance(49);
    expect(told).toEqual(["down"]);
    await clock.advance(1);
    expect(told).toEqual(["down", "short"]);
    await clock.advance(1000);
    expect(told).toHaveLength(2);
  });

  it("takes bounces for one press", async () => {
    const { clock, detector, told } = contact();
    for (const level of [0, 1, 0, 1, 0]) {
      detector.level(level);
      await clock.advance(5);
    }
    await clock.advance(100);
    for (const level of [1, 0, 1, 0, 1]) {
      detector.level(level);
      await clock.advance(5);
    }
    await clock.advance(100);
    expect(told).toEqual(["down", "press"]);
  });

  it("counts no press that was shorter than the debounce", async () => {
    const { clock, detector, told } = contact();
    detector.level(0);
    await clock.advance(30);
    detector.level(1);
    await clock.advance(100);
    expect(told).toEqual(["down", "short"]);
  });

  it("counts each of several", async () => {
    const { clock, detector, told } = contact();
    for (const level of [0, 1, 0, 1]) {
      detector.level(level);
      await clock.advance(100);
    }
    expect(told).toEqual(["down", "press", "down", "press"]);
  });
});
