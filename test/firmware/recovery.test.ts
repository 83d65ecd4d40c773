/** The ladder above the reconnects: when Wi-Fi is joined anew, and when the chip restarts. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Recovery } from "../../src/firmware/config.ts";
import { Mark } from "../../src/firmware/journal.ts";
import { device } from "../support/settings.ts";
import { FakeWifi } from "./doubles.ts";

const minute = 60; // s
let recovery: typeof import("../../src/firmware/recovery.ts");
let driver: FakeWifi;
let memory: { used: number; total: number };
let queued: number;
let restarts: Mark[];
let lines: string[];
/** What was written to the boot journal. */
let marks: string[];

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  [memory, queued, restarts, lines, marks] = [{ used: 1200, total: 5874 }, 0, [], [], []];
  vi.doMock("../../board/esp32/chip.ts", () => ({ memory: () => memory }));
  vi.doMock("../../src/firmware/journal-file.ts", () => ({ appendMark: (mark: string) => marks.push(mark) }));
  const wifi = await import("../../src/firmware/wifi.ts");
  recovery = await import("../../src/firmware/recovery.ts");
  driver = new FakeWifi();
  wifi.setUpWifi(
    driver,
    device,
    () => undefined,
    () => undefined,
  );
  wifi.join();
});
afterEach(() => {
  vi.doUnmock("../../board/esp32/chip.ts");
  vi.doUnmock("../../src/firmware/journal-file.ts");
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function setUp(settings: Partial<Recovery> | undefined, restartsInRow = 0): void {
  if (settings) recovery.setUpRecovery({ answer: 10_000, receipt: 30_000, rejoin: 600_000, restart: 0, ...settings }, restartsInRow);
}

/** Lets time pass; a join is answered at once. */
function pass(seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    const joins = driver.calls.length;
    vi.advanceTimersByTime(1000);
    if (driver.calls.slice(joins).some((call) => call.startsWith("connect"))) driver.up();
    const reason = recovery.supervise(queued);
    if (reason) restarts.push(reason);
  }
}

const rejoins = (): number => driver.calls.filter((call) => call === "disconnect").length;

it("joins a Wi-Fi anew that says it is connected while MQTT stays away, and waits longer each time", () => {
  setUp({});
  driver.up();
  pass(10 * minute - 1);
  expect(rejoins()).toBe(0);
  pass(1);
  expect([rejoins(), recovery.rejoins]).toEqual([1, 1]);
  expect(lines).toContain("wifi: connected, but no MQTT for 10 min; trying again in 0.5 s");
  pass(19 * minute);
  expect(rejoins()).toBe(1);
  pass(2 * minute);
  expect(rejoins()).toBe(2);
  pass(24 * 60 * minute);
  expect(rejoins()).toBeLessThanOrEqual(9); // each costs memory
});

it("begins with ten minutes again once MQTT was there", () => {
  setUp({});
  driver.up();
  pass(40 * minute);
  expect(rejoins()).toBe(2);
  recovery.markOnline();
  pass(60 * minute);
  recovery.markOffline(false);
  pass(10 * minute - 1);
  expect(rejoins()).toBe(2);
  pass(1);
  expect(rejoins()).toBe(3);
});

it("does not join anew for a broker that refuses", () => {
  setUp({});
  driver.up();
  recovery.markOffline(true);
  pass(60 * minute);
  expect(rejoins()).toBe(0);
});

it.each([{ rejoin: 0 }, undefined])("does not with %j", (settings) => {
  setUp(settings);
  driver.up();
  pass(24 * 60 * minute);
  expect([rejoins(), restarts]).toEqual([0, []]);
});

it("restarts the chip where the configuration says so", () => {
  setUp({ restart: 900_000 });
  pass(15 * minute - 1);
  expect(restarts).toEqual([]);
  pass(1);
  expect(restarts).toEqual([Mark.RestartOffline]);
  expect(lines).toContain("ding restarting: offline for 15 min");
});

it.each([
  [0, 15],
  [1, 30],
  [3, 120],
  [6, 960],
  [7, 1440],
  [50, 1440],
])("after %i restarts in a row waits %i min, a day at most", (before, minutes) => {
  setUp({ restart: 900_000 }, before);
  expect(recovery.restarts).toBe(before);
  pass(minutes * minute - 1);
  expect(restarts).toEqual([]);
  pass(1);
  expect(restarts).toEqual([Mark.RestartOffline]);
});

it("tells the journal once that a row of restarts has ended: when it is online, and the boot guard has had its minute", () => {
  setUp({ restart: 900_000 }, 2);
  recovery.markOnline();
  pass(90);
  expect(marks).toEqual([]);
  pass(10 * minute);
  expect(marks).toEqual([Mark.Online]);
});

it("writes nothing in ordinary life", () => {
  setUp({ restart: 900_000 });
  recovery.markOnline();
  pass(10 * minute);
  expect(marks).toEqual([]);
});

it("counts the absence from the loss on", () => {
  setUp({ restart: 900_000 });
  recovery.markOnline();
  pass(60 * minute);
  recovery.markOffline(false);
  pass(14 * minute);
  recovery.markOffline(false); // told again
  expect(restarts).toEqual([]);
  pass(minute);
  expect(restarts).toEqual([Mark.RestartOffline]);
});

it.each([
  ["three quarters of the memory, and nothing waits", 0.76, 0, true],
  ["less than that", 0.74, 0, false],
  ["three quarters, but something waits", 0.76, 1, false],
  ["nine tenths, whatever waits", 0.91, 5, true],
])("at %s in use: %o with %i queued restarts: %o", (_what, share, waiting, expected) => {
  setUp(undefined); // not configured
  memory.used = share * memory.total;
  queued = waiting;
  pass(10 * minute - 1);
  expect(restarts).toEqual([]); // not at once, or a node that takes so much would restart again and again
  pass(2);
  expect(restarts).toEqual(expected ? [Mark.RestartMemory] : []);
});
