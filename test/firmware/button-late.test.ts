/** A press by its edges' own times: bounces and all, however late the interpreter hears of them, and when one gets lost. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { ButtonEvent } from "../../src/firmware/button.ts";
import { blockedUntil, config, contact, events, press, release, setUp, unheard, until } from "./button-bench.ts";

describe("a blocked interpreter misjudges nothing", () => {
  it("a click that it hears of after two seconds is a click", () => {
    setUp(["click", "double", "long"]);
    press(100);
    blockedUntil(2300);
    contact(false, 300);
    until(5000);
    expect(events()).toEqual(["click at 300"]);
  });

  it("a click is one also when the timer for a long press comes before the edge", () => {
    setUp(["click", "long"]);
    press(100);
    until(100 + config.long + config.debounce + 20); // that timer has run now
    contact(false, 300); // queued meanwhile, handled in the same round
    until(5000);
    expect(events()).toEqual(["click at 300"]);
  });

  it("a long press that it hears of when it is over is told before its release", () => {
    blockedUntil(9000);
    contact(true, 1000);
    contact(false, 3000);
    until(20_000);
    expect(events()).toEqual(["press at 1000", "long at 1800", "release at 3000 held 2000"]);
  });

  it("a double and a click come out of edges that all arrive at once", () => {
    setUp(["click", "double", "long"]);
    blockedUntil(9000);
    for (const [pressed, at] of [
      [true, 1000],
      [false, 1100],
      [true, 1300],
      [false, 1400],
      [true, 3000],
      [false, 3100],
    ] as const) {
      contact(pressed, at);
    }
    until(20_000);
    expect(events()).toEqual(["double at 1400", "click at 3100"]);
  });

  it("two clicks far apart stay two, though both are heard of at once", () => {
    setUp(["click", "double"]);
    blockedUntil(9000);
    for (const at of [1000, 5000]) {
      contact(true, at);
      contact(false, at + 100);
    }
    until(20_000);
    expect(events()).toEqual(["click at 1100", "click at 5100"]);
  });
});

describe("the contact", () => {
  /** Edges as the pin makes them, each heard of when it happens. */
  function bounces(...edges: [pressed: boolean, at: number][]): void {
    for (const [pressed, at] of edges) {
      until(at);
      contact(pressed, at);
    }
  }

  it("counts once it has been steady for the time of a bounce, from its last bounce on", () => {
    bounces([true, 100], [false, 103], [true, 105]);
    until(154);
    expect(events()).toEqual([]);
    until(155);
    expect(events()).toEqual(["press at 105"]);
    bounces([false, 400], [true, 402], [false, 404]);
    until(460);
    expect(events()).toEqual(["press at 105", "release at 404 held 299"]);
  });

  it("does not count a spike, nor a gap, that is shorter than that", () => {
    bounces([true, 100], [false, 140]);
    until(500);
    expect(events()).toEqual([]);
    bounces([true, 600], [false, 700], [true, 730]);
    until(1000);
    expect(events()).toEqual(["press at 600"]);
  });

  it("loses no press that begins and ends while the interpreter is blocked", () => {
    blockedUntil(9000);
    for (const [pressed, at] of [
      [true, 1000],
      [false, 1003],
      [true, 1006],
      [false, 1200],
      [true, 5000],
      [false, 7000],
    ] as const) {
      contact(pressed, at);
    }
    until(20_000);
    expect(events()).toEqual(
      [...["press at 1006", "release at 1200 held 194", "click at 1200"], ...["press at 5000", "long at 5800", "release at 7000 held 2000"]].sort(
        (a, b) => Number(a.split(" ")[2]) - Number(b.split(" ")[2]),
      ),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may be told without any debouncing", () => {
    setUp(["press"], 0);
    bounces([true, 100], [false, 103], [true, 105], [false, 300]);
    until(400);
    expect(events()).toEqual(["press at 100", "press at 105"]);
  });
});

it("does not take long for longer than it is when the clock is set between press and release", () => {
  setUp(["click", "long"]);
  press(100);
  until(200);
  vi.setSystemTime(1_763_812_345_000);
  contact(false, Date.now() - 20);
  until(Date.now() + 5000);
  expect(events().map((event) => event.split(" ")[0])).toEqual(["click"]);
});

describe("an edge that the interpreter loses", () => {
  it("of a release swallows no press: an edge that repeats the last one says that one is missing", () => {
    setUp(["press"]);
    press(100);
    unheard(false);
    press(500);
    expect(events()).toEqual(["press at 100", "press at 500"]);
  });

  it("of a release makes no long press: once steady, the pin itself is read", () => {
    setUp(["press", "long"]);
    press(100);
    until(300);
    unheard(false);
    until(5000);
    expect(events()).toEqual(["press at 100"]);
    press(6000);
    expect(events()).toEqual(["press at 100", "press at 6000"]);
  });

  it("of a release is made up for once, and a long press that was one stays one", () => {
    setUp(["press", "release", "long"]);
    press(100);
    until(3000);
    unheard(false);
    press(5000);
    release(5200);
    until(9000);
    expect(events()).toEqual(["press at 100", "long at 900", "release at 5000 held 4900", "press at 5000", "release at 5200 held 200"]);
  });

  it("cannot be told from a spike on the wire, over before the chip looked: open again is no press", () => {
    setUp(["press"]);
    press(100);
    release(300);
    for (const at of [500, 600, 900]) {
      until(at);
      contact(false, at);
    }
    until(2000);
    expect(events()).toEqual(["press at 100"]);
  });

  it.each([[["press"]], [["press", "release"]]] satisfies ButtonEvent[][][])(
    "of a release costs no press, however often, as long as the next one is heard of: %j",
    (wanted) => {
      const holds = fc.record({ held: fc.integer({ min: 100, max: 700 }), pause: fc.integer({ min: 100, max: 2000 }), isLost: fc.boolean() });
      fc.assert(
        fc.property(fc.array(holds, { minLength: 1, maxLength: 6 }), (presses) => {
          setUp(wanted);
          unheard(false);
          let at = Date.now() + 1000;
          for (const { held, pause, isLost } of presses) {
            until(at);
            contact(true, at);
            until((at += held));
            if (isLost) unheard(false);
            else contact(false, at);
            at += pause;
          }
          until(at + 5000);
          expect(events().map((event) => event.split(" ")[0])).toEqual(presses.flatMap(() => wanted));
        }),
        { seed: 10, numRuns: 200 },
      );
    },
  );
});
