/** What kind of press: told by the edges' own times, however late the interpreter hears of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const config = { debounce: 50, long: 800, double: 300 };
const all = ["press", "release", "click", "double", "long"];
let edge: (pressed: boolean, at: number) => void;
let contact: (pressed: boolean, at: number) => void;
let up: (at: number) => number;
let setUp: (events: string[], debounce?: number) => void;
/** "press at 100", "release at 300 held 200" */
let events: string[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules();
  const button = await import("../../src/firmware/button.ts");
  ({ edge, contact } = button);
  up = (await import("../../src/firmware/clock.ts")).up;
  setUp = (wanted, debounce = config.debounce) =>
    button.setUpButton({ ...config, debounce, events: wanted }, (event, at, held) => {
      events.push(`${event} at ${at}${held === undefined ? "" : ` held ${held}`}`);
    });
  events = [];
  setUp(all);
});
afterEach(() => {
  vi.useRealTimers();
});

/** The time goes on to `ms`, timers running. */
function until(ms: number): void {
  vi.advanceTimersByTime(ms - Date.now());
}

/** The time goes on to `ms` with the interpreter blocked: no timer runs. */
function blockedUntil(ms: number): void {
  vi.setSystemTime(ms);
}

/** An edge as the debounced watch tells it: 50 ms after it happened. */
function pin(pressed: boolean, at: number): void {
  until(at + config.debounce);
  edge(pressed, at);
}

const press = (at: number): void => pin(true, at);
const release = (at: number): void => pin(false, at);

describe("told at once", () => {
  it("a press, at the moment of its edge, and not at the release", () => {
    press(100);
    expect(events).toEqual(["press at 100"]);
  });

  it("a release, with how long it was held", () => {
    press(100);
    release(275);
    expect(events).toContain("release at 275 held 175");
  });

  it("a click, when nobody wants to know of doubles", () => {
    setUp(["click"]);
    press(100);
    release(200);
    expect(events).toEqual(["click at 200"]);
  });
});

describe("told when it is sure", () => {
  it("a click, once no second press can make it a double", () => {
    press(100);
    release(200);
    until(500);
    expect(events).toEqual(["press at 100", "release at 200 held 100"]);
    until(1000);
    expect(events).toEqual(["press at 100", "release at 200 held 100", "click at 200"]);
  });

  it("a double, at its second release, in place of two clicks", () => {
    press(100);
    release(200);
    press(500); // 300 ms after the release: just in time
    release(600);
    until(5000);
    expect(events).toEqual(["press at 100", "release at 200 held 100", "press at 500", "release at 600 held 100", "double at 600"]);
  });

  it("two clicks, when the second press comes 1 ms too late", () => {
    setUp(["click", "double"]);
    press(100);
    release(200);
    press(501);
    release(600);
    until(5000);
    expect(events).toEqual(["click at 200", "click at 600"]);
  });

  it("a double and a click of three quick ones", () => {
    setUp(["click", "double"]);
    [100, 300, 500].forEach((at) => {
      press(at);
      release(at + 100);
    });
    until(5000);
    expect(events).toEqual(["double at 400", "click at 600"]);
  });

  it("a long press while it is held, and no click after it", () => {
    press(100);
    until(1000);
    expect(events).toEqual(["press at 100", "long at 900"]);
    release(3000);
    until(9000);
    expect(events).toEqual(["press at 100", "long at 900", "release at 3000 held 2900"]);
  });

  it("a click and a long press, when the second press is held", () => {
    setUp(["click", "double", "long"]);
    press(100);
    release(200);
    press(400);
    release(2000);
    until(9000);
    expect(events).toEqual(["click at 200", "long at 1200"]);
  });

  it.each([
    [799, ["click at 899"]],
    [800, ["long at 900"]],
  ])("held for %i ms: %j", (held, expected) => {
    setUp(["click", "long"]);
    press(100);
    release(100 + held);
    until(9000);
    expect(events).toEqual(expected);
  });
});

describe("a blocked interpreter misjudges nothing", () => {
  it("a click that it hears of after two seconds is a click", () => {
    setUp(["click", "double", "long"]);
    press(100);
    blockedUntil(2300);
    edge(false, 300);
    until(5000);
    expect(events).toEqual(["click at 300"]);
  });

  it("a click is one also when the timer for a long press comes before the edge", () => {
    setUp(["click", "long"]);
    press(100);
    until(100 + config.long + config.debounce + 20); // that timer has run now
    edge(false, 300); // queued meanwhile, handled in the same round
    until(5000);
    expect(events).toEqual(["click at 300"]);
  });

  it("a long press that it hears of when it is over is told before its release", () => {
    blockedUntil(9000);
    edge(true, 1000);
    edge(false, 3000);
    until(20_000);
    expect(events).toEqual(["press at 1000", "long at 1800", "release at 3000 held 2000"]);
  });

  it("a double and a click come out of edges that all arrive at once", () => {
    setUp(["click", "double", "long"]);
    blockedUntil(9000);
    for (const [pressed, at] of [[true, 1000], [false, 1100], [true, 1300], [false, 1400], [true, 3000], [false, 3100]] as const) {
      edge(pressed, at);
    }
    until(20_000);
    expect(events).toEqual(["double at 1400", "click at 3100"]);
  });

  it("two clicks far apart stay two, though both are heard of at once", () => {
    setUp(["click", "double"]);
    blockedUntil(9000);
    for (const at of [1000, 5000]) {
      edge(true, at);
      edge(false, at + 100);
    }
    until(20_000);
    expect(events).toEqual(["click at 1100", "click at 5100"]);
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
    expect(events).toEqual([]);
    until(155);
    expect(events).toEqual(["press at 105"]);
    bounces([false, 400], [true, 402], [false, 404]);
    until(460);
    expect(events).toEqual(["press at 105", "release at 404 held 299"]);
  });

  it("does not count a spike, nor a gap, that is shorter than that", () => {
    bounces([true, 100], [false, 140]);
    until(500);
    expect(events).toEqual([]);
    bounces([true, 600], [false, 700], [true, 730]);
    until(1000);
    expect(events).toEqual(["press at 600"]);
  });

  it("loses no press that begins and ends while the interpreter is blocked", () => {
    blockedUntil(9000);
    for (const [pressed, at] of [[true, 1000], [false, 1003], [true, 1006], [false, 1200], [true, 5000], [false, 7000]] as const) {
      contact(pressed, at);
    }
    until(20_000);
    expect(events).toEqual([
      ...["press at 1006", "release at 1200 held 194", "click at 1200"],
      ...["press at 5000", "long at 5800", "release at 7000 held 2000"],
    ].sort((a, b) => Number(a.split(" ")[2]) - Number(b.split(" ")[2])));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may be told without any debouncing", () => {
    setUp(["press"], 0);
    bounces([true, 100], [false, 103], [true, 105], [false, 300]);
    until(400);
    expect(events).toEqual(["press at 100", "press at 105"]);
  });
});

describe("no ghosts", () => {
  it("of a bounce that the debounce let through: the same level twice is one edge", () => {
    press(100);
    press(160);
    release(300);
    release(360);
    until(5000);
    expect(events).toEqual(["press at 100", "release at 300 held 200", "click at 300"]);
  });

  it("of a button that was held at power-on: its release is nobody's", () => {
    release(500);
    until(5000);
    expect(events).toEqual([]);
    press(6000);
    expect(events).toEqual(["press at 6000"]);
  });

  it("of a button that sticks: one press, one long, and no timer left", () => {
    press(100);
    until(86_400_000);
    expect(events).toEqual(["press at 100", "long at 900"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("sends only what the configuration asks for", () => {
  setUp(["press"]);
  press(100);
  release(200);
  press(300);
  release(3000);
  until(9000);
  expect(events).toEqual(["press at 100", "press at 300"]);
});

it("does not take long for longer than it is when the clock is set between press and release", () => {
  setUp(["click", "long"]);
  press(100);
  until(200);
  vi.setSystemTime(1_763_812_345_000);
  edge(false, up(Date.now() - 20));
  until(Date.now() + 5000);
  expect(events.map((event) => event.split(" ")[0])).toEqual(["click"]);
});
