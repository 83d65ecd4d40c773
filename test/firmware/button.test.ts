/** What kind of press: press, release, click, double, long, and no ghosts. */
import { describe, expect, it, vi } from "vitest";
import { countStrayClears } from "../support/timer-numbers.ts";
import { events, press, pressOnce, release, setUp, unheard, until } from "./button-bench.ts";

describe("told at once", () => {
  it("a press, at the moment of its edge, and not at the release", () => {
    press(100);
    expect(events()).toEqual(["press at 100"]);
  });

  it("a release, with how long it was held", () => {
    press(100);
    release(275);
    expect(events()).toContain("release at 275 held 175");
  });

  it("a click, when nobody wants to know of doubles", () => {
    setUp(["click"]);
    press(100);
    release(200);
    expect(events()).toEqual(["click at 200"]);
  });
});

describe("told when it is sure", () => {
  it("a click, once no second press can make it a double", () => {
    press(100);
    release(200);
    until(500);
    expect(events()).toEqual(["press at 100", "release at 200 held 100"]);
    until(1000);
    expect(events()).toEqual(["press at 100", "release at 200 held 100", "click at 200"]);
  });

  it("a double, at its second release, in place of two clicks", () => {
    press(100);
    release(200);
    press(500); // 300 ms after the release: just in time
    release(600);
    until(5000);
    expect(events()).toEqual(["press at 100", "release at 200 held 100", "press at 500", "release at 600 held 100", "double at 600"]);
  });

  it("two clicks, when the second press comes 1 ms too late", () => {
    setUp(["click", "double"]);
    press(100);
    release(200);
    press(501);
    release(600);
    until(5000);
    expect(events()).toEqual(["click at 200", "click at 600"]);
  });

  it("a double and a click of three quick ones", () => {
    setUp(["click", "double"]);
    [100, 300, 500].forEach((at) => {
      press(at);
      release(at + 100);
    });
    until(5000);
    expect(events()).toEqual(["double at 400", "click at 600"]);
  });

  it("a long press while it is held, and no click after it", () => {
    press(100);
    until(1000);
    expect(events()).toEqual(["press at 100", "long at 900"]);
    release(3000);
    until(9000);
    expect(events()).toEqual(["press at 100", "long at 900", "release at 3000 held 2900"]);
  });

  it("a click and a long press, when the second press is held", () => {
    setUp(["click", "double", "long"]);
    press(100);
    release(200);
    press(400);
    release(2000);
    until(9000);
    expect(events()).toEqual(["click at 200", "long at 1200"]);
  });

  it.each([
    [799, ["click at 899"]],
    [800, ["long at 900"]],
  ])("held for %i ms: %j", (held, expected) => {
    setUp(["click", "long"]);
    press(100);
    release(100 + held);
    until(9000);
    expect(events()).toEqual(expected);
  });
});

describe("no ghosts", () => {
  it("of a button that was held at power-on: its release is nobody's", () => {
    unheard(true);
    setUp();
    release(500);
    until(5000);
    expect(events()).toEqual([]);
    press(6000);
    expect(events()).toEqual(["press at 6000"]);
  });

  it("of a button that sticks: one press, one long, and no timer left", () => {
    press(100);
    until(86_400_000);
    expect(events()).toEqual(["press at 100", "long at 900"]);
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
  expect(events()).toEqual(["press at 100", "press at 300"]);
});

it("presses by hand as the button does, whatever timer runs", () => {
  setUp(["click", "double"]);
  until(100);
  pressOnce();
  until(440);
  pressOnce();
  until(600);
  pressOnce();
  until(2000);
  expect(events()).toEqual(["click at 100", "double at 600"]);
});

it("ends no timer but its own, whose number is another's once it has run", () => {
  const stray = countStrayClears();
  for (const at of [100, 5000]) {
    press(at);
    release(at + 100);
    until(at + 2000);
  }
  pressOnce();
  until(20_000);
  pressOnce();
  expect(stray.count).toBe(0);
});
