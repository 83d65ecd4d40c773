/** What a screen reader is told: at once when it is news, and not once for each blink. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer } from "../../../src/tools/page/board/announcer.ts";

let said: string[];
let announcer: Announcer;
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  announcer = new Announcer((text) => said.push(text), 1000);
});
afterEach(() => {
  announcer.stop();
  vi.useRealTimers();
});

describe("the announcer", () => {
  it("says the first text at once and a second one after the pause", () => {
    announcer.say("LED on");
    announcer.say("LED off");
    expect(said).toEqual(["LED on"]);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(["LED on", "LED off"]);
  });

  it("says the same text once", () => {
    announcer.say("LED on");
    vi.advanceTimersByTime(5000);
    announcer.say("LED on");
    expect(said).toEqual(["LED on"]);
  });

  it("says that the LED blinks instead of each change, and how it ended", () => {
    for (let blink = 0; blink < 20; blink++) {
      announcer.say(blink % 2 === 0 ? "LED on" : "LED off", "LED blinks");
      vi.advanceTimersByTime(200);
    }
    vi.advanceTimersByTime(5000);
    expect(said).toEqual(["LED on", "LED blinks", "LED off"]);
  });

  it("says the next text at once after one that was no news", () => {
    announcer.say("LED on");
    announcer.say("LED on");
    vi.advanceTimersByTime(1000);
    announcer.say("LED off");
    expect(said).toEqual(["LED on", "LED off"]);
  });
});
