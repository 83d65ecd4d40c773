/** A button for a test: its edges in, its events out, and time that moves when told to. Import it, and each test has a new one. */
import { afterEach, beforeEach, vi } from "vitest";
import type { OnEdge } from "../../board/board.ts";
import type { ButtonConfig, ButtonEvent } from "../../src/firmware/button.ts";

const all: ButtonEvent[] = ["press", "release", "click", "double", "long"];
export const config: ButtonConfig = { name: "", pin: "D0", activeLow: true, debounce: 50, long: 800, double: 300, events: all };
let told: string[] = [];
/** What the pin itself reads. */
let isClosed = false;
let onEdge: OnEdge;
/** A new button that tells these events. */
export let setUp: (events?: ButtonEvent[], debounce?: number) => void;
/** ding.press() */
export let pressOnce: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules(); // the clock counts from its module's start
  const { createButton, simulatePress } = await import("../../src/firmware/button.ts");
  isClosed = false;
  setUp = (events = all, debounce = config.debounce) => {
    const wanted = { ...config, debounce, events };
    told = [];
    const button = createButton(
      (contact, listener) => {
        if (contact !== wanted) throw new Error("another contact");
        onEdge = listener;
        return () => isClosed;
      },
      wanted,
      (event, at, held) => told.push(`${event} at ${at}${held === undefined ? "" : ` held ${held}`}`),
    );
    pressOnce = () => simulatePress(button);
  };
  setUp();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was told: "press at 100", "release at 300 held 200". */
export function events(): string[] {
  return told;
}

/** The contact moves, and no edge of it is ever heard of. */
export function unheard(closed: boolean): void {
  isClosed = closed;
}

/** An edge of the contact, which happened at `at` (ms of the wall clock), is heard of. */
export function contact(pressed: boolean, at: number): void {
  isClosed = pressed;
  onEdge(pressed, at);
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
