/** Two clocks from one that jumps: `up` never does, and Unix time is not known before the jump. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const sntp = 1_763_812_345_000; // 22 November 2025, ms
let up: () => number;
let upAt: (time: number) => number;
/** Unix ms by the field of a message; 0 without one. */
let unix: (at: number) => number;

beforeEach(async () => {
  vi.useFakeTimers({ now: 2500 }); // the chip has run for 2.5 s when the node starts
  vi.resetModules();
  const clock = await import("../../src/firmware/clock.ts");
  ({ up, upAt } = clock);
  unix = (at) => {
    const { time } = JSON.parse(`{"up":0${clock.timeField(at)}}`) as { time?: number };
    return (time ?? 0) * 1000;
  };
});
afterEach(() => {
  vi.useRealTimers();
});

/** So much time passes; the node asks for the time once a second. */
function pass(ms: number): void {
  for (; ms > 0; ms -= 1000) {
    vi.setSystemTime(Date.now() + Math.min(ms, 1000));
    up();
  }
}

describe("up", () => {
  it("counts whole ms since the node's start", () => {
    expect(up()).toBe(0);
    vi.setSystemTime(2500 + 90);
    expect(up()).toBe(90);
    expect(upAt(2500 + 81.7)).toBe(82); // a pin's edge comes with its fraction
  });

  it("tells an earlier moment", () => {
    pass(5000);
    expect(upAt(2500 + 1234)).toBe(1234);
  });

  it("goes on as if nothing were when SNTP sets the clock decades ahead", () => {
    pass(5000);
    vi.setSystemTime(sntp);
    expect(up()).toBe(5000);
    pass(2000);
    expect(up()).toBe(7000);
    expect(upAt(sntp + 500)).toBe(5500);
  });

  it("takes a moment from before the jump as now, for no more is known of it", () => {
    pass(5000);
    const before = Date.now() - 100;
    vi.setSystemTime(sntp);
    expect(upAt(before)).toBe(5000);
  });

  it("does not go back with the clock", () => {
    pass(5000);
    vi.setSystemTime(sntp);
    up();
    pass(3000);
    vi.setSystemTime(sntp - 86_400_000);
    expect(up()).toBe(8000);
    pass(1000);
    expect(up()).toBe(9000);
    expect(upAt(sntp)).toBe(9000); // a moment from before, now in the future
  });

  it("does not go back by a millisecond either", () => {
    pass(1000);
    vi.setSystemTime(Date.now() - 1);
    expect(up()).toBe(1000);
  });

  it("has counted the seconds in which the interpreter was blocked", () => {
    vi.setSystemTime(2500 + 25_000);
    expect(up()).toBe(25_000);
  });

  it.each([31_000, -31_000, 300_000, -300_000])("does not follow a correction of the clock by %i ms", (correction) => {
    pass(5000);
    vi.setSystemTime(Date.now() + correction);
    expect(up()).toBe(5000);
    pass(2000);
    expect(up()).toBe(7000);
  });
});

describe("the field of a message", () => {
  it("is left out while the clock is not set", () => {
    pass(5000);
    expect(unix(up())).toBe(0);
  });

  it("is the wall clock's time once it is set, of moments before too", () => {
    pass(5000);
    vi.setSystemTime(sntp);
    expect(unix(up())).toBe(sntp);
    expect(unix(2000)).toBe(sntp - 3000);
  });

  it("follows the clock back", () => {
    pass(5000);
    vi.setSystemTime(sntp);
    up();
    vi.setSystemTime(sntp - 10_000);
    expect(unix(up())).toBe(sntp - 10_000);
  });

  it("is left out again when the clock was set to nonsense", () => {
    vi.setSystemTime(sntp);
    up();
    vi.setSystemTime(1000);
    expect(unix(up())).toBe(0);
  });

  it("has hundredths of a second and no noise behind them", async () => {
    vi.setSystemTime(sntp + 123.456);
    up();
    const { timeField } = await import("../../src/firmware/clock.ts");
    expect(timeField(up())).toBe(',"time":1763812345.12');
  });
});
