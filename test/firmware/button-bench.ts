/** A button for a test: its edges in, its events out, and time that moves when told to. Import it, and each test has a new one. */
import { afterEach, beforeEach, vi } from "vitest";
import type { Edge } from "../../board/board.ts";
import { standIn, type FakeClient } from "./doubles.ts";

export const config = { pin: "D0", activeLow: true, debounce: 50, long: 800, double: 300 };
const all = ["press", "release", "click", "double", "long"];
let client: FakeClient;
let onEdge: (edge: Edge) => void;
/** The level that means "pressed" on this board. */
const level = true;
export let setUp: (events: string[], debounce?: number) => void;
/** ding.press() */
export let pressOnce: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  client = await standIn({
    watchButton: (_button, contact) => {
      onEdge = contact;
      return level;
    },
  });
  const button = await import("../../src/firmware/button.ts");
  setUp = (wanted, debounce = config.debounce) => button.setUpButton({ button: { ...config, debounce, events: wanted } });
  pressOnce = button.press;
  setUp(all);
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was sent: "press at 100", "release at 300 held 200". */
export function events(): string[] {
  return client.published.map(({ payload }) => {
    const { event, up, held } = JSON.parse(payload) as { event: string; up: number; held?: number };
    return `${event} at ${up}${held === undefined ? "" : ` held ${held}`}`;
  });
}

/** An edge of the contact, which happened at `at` (ms of the wall clock), is heard of. */
export function contact(pressed: boolean, at: number): void {
  onEdge({ state: pressed === level, time: at / 1000 });
}

/** The time goes on to `ms`, timers running. */
export function until(ms: number): void {
  vi.advanceTimersByTime(ms - Date.now());
}

/** The time goes on to `ms` with the interpreter blocked: no timer runs. */
export function blockedUntil(ms: number): void {
  vi.setSystemTime(ms);
}

/** An edge of a contact that does not bounce, and the time until it counts. */
function clean(pressed: boolean, at: number): void {
  until(at);
  contact(pressed, at);
  until(at + config.debounce);
}

export const press = (at: number): void => clean(true, at);
export const release = (at: number): void => clean(false, at);
