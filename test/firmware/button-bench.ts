/** A button for a test: its edges in, its events out, and time that moves when told to. Import it, and each test has a new one. */
import { afterEach, beforeEach, vi } from "vitest";

export const config = { debounce: 50, long: 800, double: 300 };
const all = ["press", "release", "click", "double", "long"];
export let edge: (pressed: boolean, at: number) => void;
export let contact: (pressed: boolean, at: number) => void;
export let up: (at: number) => number;
export let setUp: (events: string[], debounce?: number) => void;
/** "press at 100", "release at 300 held 200" */
export let events: string[] = [];

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
export function until(ms: number): void {
  vi.advanceTimersByTime(ms - Date.now());
}

/** The time goes on to `ms` with the interpreter blocked: no timer runs. */
export function blockedUntil(ms: number): void {
  vi.setSystemTime(ms);
}

/** An edge as the debounced watch tells it: 50 ms after it happened. */
function pin(pressed: boolean, at: number): void {
  until(at + config.debounce);
  edge(pressed, at);
}

export const press = (at: number): void => pin(true, at);
export const release = (at: number): void => pin(false, at);
