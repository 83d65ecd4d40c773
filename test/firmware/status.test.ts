/** The status LED's patterns, as an eye sees them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Status } from "../../src/firmware/status.ts";
import { standIn } from "./doubles.ts";

let show: (status: Status) => void;
let setUp: (pin?: string) => void;
let level = 0;
/** "1 at 0", "0 at 150": each change of the light. */
let changes: string[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  await standIn({
    setOutput: ({ pin }, to) => {
      expect(pin).toBe("D4");
      if (to !== level) changes.push(`${to} at ${Date.now()}`);
      level = to;
    },
  });
  const status = await import("../../src/firmware/status.ts");
  show = status.showStatus;
  level = 0;
  changes = [];
  setUp = (pin = "D4") => status.setUpStatus({ status: { pin, activeLow: false } });
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
    show(Status.Wifi);
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
    ["no Wi-Fi", Status.Wifi, 1],
    ["no broker", Status.Broker, 2],
    ["refused", Status.Refused, 3],
    ["no configuration", Status.NoConfig, 4],
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
    show(Status.Wifi);
    vi.advanceTimersByTime(1000);
    expect(changes).toEqual(["1 at 0", "0 at 150", "1 at 200", "0 at 350"]);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is not disturbed by being told the same again", () => {
    setUp();
    show(Status.Wifi);
    vi.advanceTimersByTime(100);
    show(Status.Wifi);
    vi.advanceTimersByTime(100);
    expect(changes).toEqual(["1 at 0", "0 at 150"]);
  });

  it.each([
    ["be missing", () => undefined],
    ["have no pin", () => setUp("")],
  ])("may %s", (_what, prepare) => {
    prepare();
    show(Status.Wifi);
    show(Status.Online);
    expect([changes, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
