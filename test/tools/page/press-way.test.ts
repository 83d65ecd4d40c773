/** The way of a press as the page draws it: the times between its stations, and where it waits. */
import { describe, expect, it } from "vitest";
import { isOvertaken, wayOf, wayText, type Circumstances } from "../../../src/tools/page/board/press-way.ts";
import { countdown, duration, ledText, lightOf } from "../../../src/tools/page/board/words.ts";
import type { PressTrace } from "../../../src/tools/page/protocol.ts";

const start = 1_000_000;
const calm: Circumstances = { now: start + 10_000, overtaken: false, powered: true, queued: false, steadyAfter: 50, decidedAfter: 3000 };

function press(at: PressTrace["at"], more: Partial<PressTrace> = {}): PressTrace {
  const shifted = Object.fromEntries(Object.entries(at).map(([stage, ms]) => [stage, start + ms]));
  return { node: "hall", button: "", press: 7, boot: 3, seq: 17, at: shifted, ...more };
}

describe("a press that arrived", () => {
  const way = wayOf(press({ pin: 0, message: 26, outbox: 26, socket: 28, broker: 31, subscriber: 33, receipt: 36 }), calm);

  it("has the time from each station to the next, and the receipt's from the socket", () => {
    expect(way.stations.map(({ name, after }) => [name, after])).toEqual([
      ["pin", undefined],
      ["debounce", 0],
      ["message", 26],
      ["outbox", 0],
      ["socket", 2],
      ["broker", 3],
      ["subscriber", 2],
      ["receipt", 8],
    ]);
  });

  it("names its button, if that has a name", () => {
    const named = press({ pin: 0, subscriber: 33 }, { button: "door" });
    expect(wayText(named, way, duration)).toBe("Press 7 of hall's button door arrived after 33 ms.");
  });

  it("waits nowhere", () => {
    expect(way).toMatchObject({ outcome: "delivered", waited: undefined, total: 33 });
    expect(way.stations.every(({ state }) => state === "reached")).toBe(true);
  });

  it("has stations that nobody saw it at, where the link has no tap", () => {
    const untapped = wayOf(press({ pin: 0, message: 26, outbox: 26, subscriber: 33 }), calm);
    expect(untapped.stations.map(({ state }) => state)).toEqual(["reached", "reached", "reached", "reached", "skipped", "skipped", "reached", "ahead"]);
    expect(untapped.stations[6]?.after).toBe(7);
  });
});

describe("a press in an outage", () => {
  const waiting = press({ pin: 0, message: 26, outbox: 30 });

  it("waits in the outbox, and for how long", () => {
    const way = wayOf(waiting, calm);
    expect(way).toMatchObject({ outcome: "waiting", where: "outbox", waited: 9970 });
    expect(way.stations.find(({ state }) => state === "waiting")?.name).toBe("outbox");
    expect(wayText(waiting, way, duration)).toBe("Press 7 of hall waits in the board's flash for a connection: 10.0 s.");
  });

  it("is taken to be in the outbox when the board reports waiting messages, though none has been seen", () => {
    const way = wayOf(press({ pin: 0 }), { ...calm, queued: true });
    expect(way).toMatchObject({ outcome: "waiting", where: "outbox", waited: 10_000 });
    expect(way.stations.map(({ state }) => state)).toEqual(["reached", "reached", "skipped", "waiting", "ahead", "ahead", "ahead", "ahead"]);
    expect(wayOf(press({ pin: 0 }), { ...calm, queued: true, now: start + 40 })).toMatchObject({ where: "debounce" });
  });

  it("waits at the socket while the link is silent", () => {
    expect(wayOf(press({ pin: 0, message: 26, outbox: 30, socket: 40 }), { ...calm, overtaken: true })).toMatchObject({ outcome: "waiting", where: "socket" });
  });

  it("waits in flash while the board has no power", () => {
    expect(wayOf(press({ pin: 0 }), { ...calm, powered: false })).toMatchObject({ outcome: "waiting", where: "outbox" });
  });

  it("is lost when a later one has arrived", () => {
    expect(wayOf(waiting, { ...calm, overtaken: true })).toMatchObject({ outcome: "lost", where: "outbox" });
    expect(isOvertaken(waiting, [waiting])).toBe(false);
    expect(isOvertaken(waiting, [waiting, press({ pin: 500 }, { press: 8 })])).toBe(false);
    expect(isOvertaken(waiting, [waiting, press({ pin: 500, subscriber: 600 }, { press: 8 })])).toBe(true);
    expect(isOvertaken(waiting, [waiting, press({ pin: 500, subscriber: 600 }, { press: 8, node: "cellar" })])).toBe(false);
    expect(isOvertaken(waiting, [waiting, press({ pin: 500, subscriber: 600 }, { press: 8, button: "door" })])).toBe(false);
  });
});

describe("a press that is being debounced", () => {
  it("waits there until it is clear what it was", () => {
    expect(wayOf(press({ pin: 0 }), { ...calm, now: start + 20 })).toMatchObject({ outcome: "waiting", where: "debounce", waited: 20 });
  });

  it("is told to be too short, whatever becomes of the board", () => {
    const tap = press({ pin: 0 }, { tooShort: true });
    for (const more of [{}, { queued: true }, { overtaken: true }]) expect(wayOf(tap, { ...calm, ...more })).toMatchObject({ outcome: "too short" });
    expect(wayText(tap, wayOf(tap, calm), duration)).toBe("Press 7 of hall was too short: the debounce takes it for a bounce, and nothing is sent.");
  });

  it("that led to no message is not lost when a later one arrives", () => {
    expect(wayOf(press({ pin: 0 }), { ...calm, overtaken: true })).toMatchObject({ outcome: "lost" });
    expect(wayOf(press({ pin: 0 }), { ...calm, overtaken: true, ledToNone: true })).toMatchObject({ outcome: "no message" });
  });

  it("led to no message when none has come for long", () => {
    expect(wayOf(press({ pin: 0 }), calm)).toMatchObject({ outcome: "no message", waited: undefined });
  });
});

describe("times and light in words", () => {
  it.each([
    [0, "0 ms"],
    [0.42, "0.4 ms"],
    [26, "26 ms"],
    [3400, "3.4 s"],
    [125_000, "2 min 5 s"],
  ])("%d ms is %s", (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [4000, "in 4 s"],
    [3001, "in 4 s"],
    [1, "in 1 s"],
    [0, "now"],
    [-500, "now"],
  ])("%d ms from now is %s", (ms, text) => expect(countdown(start + ms, start)).toBe(text));

  it.each([
    [undefined, false, 0, "LED off"],
    [1, false, 1, "LED on"],
    [1, true, 0, "LED off"],
    [0.25, false, 0.25, "LED on at 25 %"],
    [0.25, true, 0.75, "LED on at 75 %"],
    [0.001, false, 0.001, "LED on at 1 %"],
  ])("a pin at %d (active low: %s) is a light of %d: %s", (level, activeLow, light, text) => {
    expect(lightOf(level, activeLow)).toBe(light);
    expect(ledText(lightOf(level, activeLow))).toBe(text);
  });

  it("an output is called by its name", () => {
    expect([ledText(0, "relay"), ledText(0.5, "relay"), ledText(1, "led")]).toEqual(["relay off", "relay on at 50 %", "LED on"]);
  });
});
