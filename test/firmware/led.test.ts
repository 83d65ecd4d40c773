/** What a command makes of the LED, moment by moment, and what the state topic is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Command } from "../../src/firmware/commands.ts";
import { applyCommand, createLed, ledState } from "../../src/firmware/led.ts";
import { countStrayClears } from "../support/timer-numbers.ts";

let apply: (command: Command) => void;
/** The state topic's JSON. */
let state: () => string;
/** What was told, and whether somebody waits for just that. */
let changes: [json: string, hasId: boolean][] = [];
let level = NaN;
/** "level at ms" for each write. */
let writes: string[] = [];
let stray: { readonly count: number };

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  stray = countStrayClears();
  const output = { pin: "D2", activeLow: false };
  writes = [];
  changes = [];
  const led = createLed(
    "state/led",
    (to, toLevel) => {
      expect(to).toBe(output);
      level = toLevel;
      writes.push(`${Number(toLevel.toFixed(3))} at ${Date.now()}`);
    },
    output,
    (topic, json, hasId) => {
      expect(topic).toBe("state/led");
      changes.push([json, hasId]);
    },
  );
  apply = (command) => applyCommand(led, command);
  state = () => ledState(led, undefined);
  expect(writes).toEqual(["0 at 0"]);
  writes = [];
});

/** The commands' ids, of each change that was told. */
function told(): (string | undefined)[] {
  return changes.map(([json, hasId]) => {
    const { id } = JSON.parse(json) as { id?: string };
    expect(hasId).toBe(id !== undefined);
    return id;
  });
}

afterEach(() => {
  expect(vi.getTimerCount()).toBeLessThanOrEqual(2); // never more than a blink and a `for`
  expect(stray.count).toBe(0);
  vi.useRealTimers();
});

describe("the LED", () => {
  it("is off at first, and nobody is told", () => {
    expect([level, state(), told()]).toEqual([0, '{"state":"off","brightness":1}', []]);
  });

  it("goes on and off, tells each change with the command's id, and needs no timer", () => {
    apply({ state: "on", id: "first" });
    expect([level, state()]).toEqual([1, '{"state":"on","brightness":1}']);
    apply({ state: "off" });
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":1}']);
    expect(told()).toEqual(["first", undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("toggles", () => {
    for (const expected of [1, 0, 1]) {
      apply({ state: "toggle" });
      expect(level).toBe(expected);
    }
  });
});

describe("brightness", () => {
  it.each([
    [1, 1],
    [0.5, 0.218],
    [0.1, 0.006],
  ])("%d is a duty cycle of %d, for eyes are not linear", (brightness, duty) => {
    apply({ brightness });
    expect(level).toBeCloseTo(duty, 3);
    expect(state()).toBe(`{"state":"on","brightness":${brightness}}`);
  });

  it("0 turns it off and is not kept: on is as bright as before", () => {
    apply({ brightness: 0.5 });
    apply({ brightness: 0 });
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":0.5}']);
    apply({ state: "on" });
    expect(level).toBeCloseTo(0.218, 3);
  });

  it("can be set for later, with the LED off", () => {
    apply({ state: "off", brightness: 0.5 });
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":0.5}']);
  });
});

describe("blink", () => {
  it("with a count flashes so many times, turns back to what it was, and tells when that is", () => {
    apply({ blink: { on: 100, off: 200, count: 2 }, id: "two" });
    expect(changes).toEqual([['{"state":"on","brightness":1,"blink":{"on":100,"off":200,"count":2},"id":"two"}', true]]);
    vi.advanceTimersByTime(10_000);
    expect(writes).toEqual(["1 at 0", "0 at 100", "1 at 300", "0 at 400", "0 at 600"]);
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":1}']);
    expect(told()).toEqual(["two", undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("turns back to on when it was on", () => {
    apply({ state: "on" });
    apply({ blink: { on: 10, off: 10, count: 1 } });
    vi.advanceTimersByTime(1000);
    expect([level, state()]).toEqual([1, '{"state":"on","brightness":1}']);
  });

  it("ends in the state that its command names", () => {
    apply({ state: "on", blink: { on: 10, off: 10, count: 1 } });
    vi.advanceTimersByTime(1000);
    expect(level).toBe(1);
    apply({ state: "off", blink: { on: 10, off: 10, count: 1 } });
    vi.advanceTimersByTime(1000);
    expect(level).toBe(0);
  });

  it("without a count goes on until the next command", () => {
    apply({ blink: { on: 500, off: 500, count: 0 } });
    vi.advanceTimersByTime(3_600_000);
    expect(vi.getTimerCount()).toBe(1);
    expect(writes).toHaveLength(7201);
    apply({ state: "off" });
    writes = [];
    vi.advanceTimersByTime(10_000);
    expect([writes, level, vi.getTimerCount()]).toEqual([[], 0, 0]);
  });

  it("blinks as bright as it is told", () => {
    apply({ brightness: 0.5, blink: { on: 100, off: 100, count: 1 } });
    expect(level).toBeCloseTo(0.218, 3);
  });

  it("counts as on for a toggle, also in its dark half", () => {
    apply({ blink: { on: 100, off: 100, count: 0 } });
    vi.advanceTimersByTime(150);
    expect(level).toBe(0);
    apply({ state: "toggle" });
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":1}']);
  });
});

describe("for", () => {
  it("turns back to what it was, and tells", () => {
    apply({ state: "on", for: 1000, id: "a" });
    vi.advanceTimersByTime(999);
    expect([level, told()]).toEqual([1, ["a"]]);
    vi.advanceTimersByTime(1);
    expect([level, state(), told()]).toEqual([0, '{"state":"off","brightness":1}', ["a", undefined]]);
  });

  it("alone lights the LED", () => {
    apply({ for: 1000 });
    expect(level).toBe(1);
  });

  it("turns back the brightness too", () => {
    apply({ brightness: 0.5 });
    apply({ brightness: 1, for: 100 });
    vi.advanceTimersByTime(100);
    expect(state()).toBe('{"state":"on","brightness":0.5}');
    expect(level).toBeCloseTo(0.218, 3);
  });

  it("after another one turns back to what was before both", () => {
    apply({ state: "on", for: 1000 });
    vi.advanceTimersByTime(500);
    apply({ brightness: 0.5, for: 1000 });
    vi.advanceTimersByTime(999);
    expect(level).toBeCloseTo(0.218, 3);
    vi.advanceTimersByTime(1);
    expect(state()).toBe('{"state":"off","brightness":1}');
  });

  it("ends a blink of its own, however many flashes are left", () => {
    apply({ blink: { on: 100, off: 100, count: 50 }, for: 250 });
    vi.advanceTimersByTime(10_000);
    expect(writes).toEqual(["1 at 0", "0 at 100", "1 at 200", "0 at 250"]);
    expect([state(), told()]).toEqual(['{"state":"off","brightness":1}', [undefined, undefined]]);
  });

  it("goes on when its blink ends first: the LED stays on until its time is over", () => {
    apply({ blink: { on: 100, off: 100, count: 2 }, for: 1000 });
    vi.advanceTimersByTime(400);
    expect([level, state()]).toEqual([1, '{"state":"on","brightness":1}']);
    vi.advanceTimersByTime(10_000);
    expect(writes).toEqual(["1 at 0", "0 at 100", "1 at 200", "0 at 300", "1 at 400", "0 at 1000"]);
    expect(changes.map(([json]) => json)).toEqual([
      '{"state":"on","brightness":1,"blink":{"on":100,"off":100,"count":2}}',
      '{"state":"on","brightness":1}',
      '{"state":"off","brightness":1}',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('with a blink and "off" keeps the LED dark between the two ends', () => {
    apply({ state: "on" });
    apply({ state: "off", blink: { on: 100, off: 100, count: 1 }, for: 1000 });
    vi.advanceTimersByTime(200);
    expect([level, state()]).toEqual([0, '{"state":"off","brightness":1}']);
    vi.advanceTimersByTime(800);
    expect([level, state()]).toEqual([1, '{"state":"on","brightness":1}']);
  });

  it("of a blink without a count ends it", () => {
    apply({ blink: { on: 100, off: 100, count: 0 }, for: 350 });
    vi.advanceTimersByTime(10_000);
    expect(writes).toEqual(["1 at 0", "0 at 100", "1 at 200", "0 at 300", "0 at 350"]);
    expect([state(), vi.getTimerCount()]).toEqual(['{"state":"off","brightness":1}', 0]);
  });
});

describe("a new command", () => {
  it.each<[string, Command]>([
    ["a for", { state: "off", for: 500 }],
    ["a blink", { blink: { on: 100, off: 100, count: 3 } }],
    ["both", { blink: { on: 100, off: 100, count: 3 }, for: 5000 }],
  ])("ends %s under way, and nothing comes of it later", (_what, before) => {
    apply(before);
    vi.advanceTimersByTime(150);
    apply({ state: "on" });
    writes = [];
    changes = [];
    vi.advanceTimersByTime(100_000);
    expect([level, writes, told(), vi.getTimerCount()]).toEqual([1, [], [], 0]);
  });
});

describe("the state topic", () => {
  it("is told each change as it is then, with the command's id in UTF-8", () => {
    apply({ state: "on", id: "caf\xe9" });
    apply({ brightness: 0.5 });
    apply({ state: "off", id: "" });
    expect(changes).toEqual([
      ['{"state":"on","brightness":1,"id":"caf\xc3\xa9"}', true],
      ['{"state":"on","brightness":0.5}', false],
      ['{"state":"off","brightness":0.5,"id":""}', true],
    ]);
  });

  it("shows a blink while it lasts, in its dark half too", () => {
    apply({ brightness: 0.5, blink: { on: 100, off: 100, count: 3 } });
    const blinking = '{"state":"on","brightness":0.5,"blink":{"on":100,"off":100,"count":3}}';
    expect(state()).toBe(blinking);
    vi.advanceTimersByTime(350);
    expect([level, state()]).toEqual([0, blinking]);
    vi.advanceTimersByTime(250);
    expect(state()).toBe('{"state":"off","brightness":0.5}');
  });
});
