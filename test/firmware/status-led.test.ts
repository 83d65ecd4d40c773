/** The status LED's patterns, as an eye sees them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Status } from "../../src/firmware/status-led.ts";
import { countStrayClears } from "../support/timer-numbers.ts";

let show: (status: Status) => void;
let setUp: (pin?: string) => void;
let level = 0;
/** "1 at 0", "0 at 150": each change of the light. */
let changes: string[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules(); // there is one status LED
  const statusLed = await import("../../src/firmware/status-led.ts");
  show = statusLed.showStatus;
  level = 0;
  changes = [];
  setUp = (pin = "D4") => {
    const output = { pin, activeLow: true };
    statusLed.setUpStatusLed((wanted, to) => {
      expect(wanted).toBe(output);
      if (to !== level) changes.push(`${to} at ${Date.now()}`);
      level = to;
    }, output);
  };
});
afterEach(() => {
  vi.useRealTimers();
});

/** How often it flashes in each of three rounds of two seconds. */
function flashes(): number[] {
  return [0, 1, 2].map(() => {
    changes = [];
    vi.advanceTimersByTime(2000);
    return changes.filter((change) => change.startsWith("1")).length;
  });
}

describe("the status LED", () => {
  it("is steadily on when all is well, and needs no timer for it", () => {
    setUp();
    show(Status.Online);
    vi.advanceTimersByTime(60_000);
    expect([changes, vi.getTimerCount()]).toEqual([["1 at 0"], 0]);
  });

  it("shows one short flash every two seconds without Wi-Fi", () => {
    setUp();
    show(Status.NoWifi);
    vi.advanceTimersByTime(4200);
    expect(changes).toEqual(["1 at 0", "0 at 150", "1 at 2000", "0 at 2150", "1 at 4000", "0 at 4150"]);
  });

  it("shows three in a row when the broker refuses", () => {
    setUp();
    show(Status.Refused);
    vi.advanceTimersByTime(2000);
    expect(changes).toEqual(["1 at 0", "0 at 150", "1 at 300", "0 at 450", "1 at 600", "0 at 750", "1 at 2000"]);
  });

  it.each([
    ["no Wi-Fi", Status.NoWifi, 1],
    ["no broker", Status.NoBroker, 2],
    ["refused", Status.Refused, 3],
    ["no configuration", Status.NotConfigured, 4],
    ["safe mode", Status.SafeMode, 5],
  ])("tells %s by as many flashes as no other", (_what, status, count) => {
    setUp();
    show(status);
    vi.advanceTimersByTime(1);
    expect(flashes()).toEqual([count, count, count]);
  });

  it("begins a new pattern from its start, with one timer", () => {
    setUp();
    show(Status.SafeMode);
    vi.advanceTimersByTime(200); // dark, between two flashes
    show(Status.NoWifi);
    vi.advanceTimersByTime(1000);
    expect(changes).toEqual(["1 at 0", "0 at 150", "1 at 200", "0 at 350"]);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is not disturbed by being told the same again", () => {
    setUp();
    show(Status.NoWifi);
    vi.advanceTimersByTime(100);
    show(Status.NoWifi);
    vi.advanceTimersByTime(100);
    expect(changes).toEqual(["1 at 0", "0 at 150"]);
  });

  it.each([
    ["be missing", () => undefined],
    ["have no pin", () => setUp("")],
  ])("may %s", (_what, prepare) => {
    prepare();
    show(Status.NoWifi);
    show(Status.Online);
    expect([changes, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it("ends no timer but its own, whose number is another's once it has run", () => {
    const stray = countStrayClears();
    setUp();
    for (const status of [Status.NoWifi, Status.NoBroker, Status.Online, Status.NoWifi, Status.Online]) {
      show(status);
      vi.advanceTimersByTime(10_000);
    }
    expect(stray.count).toBe(0);
  });
});
