/** What names a message, when it happened, and what it tells. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bytes, readUtf8 } from "./bytes.ts";

let messages: typeof import("../../src/firmware/messages.ts");
let setIdentity: typeof import("../../src/firmware/identity.ts").setIdentity;
let up: () => number;

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.resetModules(); // messages are counted from 1 at each boot
  ({ setIdentity } = await import("../../src/firmware/identity.ts"));
  ({ up } = await import("../../src/firmware/clock.ts"));
  messages = await import("../../src/firmware/messages.ts");
  setIdentity("hall", 3, "");
});
afterEach(() => {
  vi.useRealTimers();
});

function event(at: number): string {
  return messages.eventMessage("press", at, undefined, "");
}

function reading(value: number): string {
  return messages.readingMessage('"light"', value, "ratio", 5);
}

describe("a message", () => {
  it("is named by node, boot and a number that counts from 1 without a gap, whatever it tells", () => {
    expect([event(81_234), reading(0.5), event(90_001)]).toEqual([
      '{"node":"hall","boot":3,"seq":1,"type":"button","event":"press","up":81234}',
      '{"node":"hall","boot":3,"seq":2,"type":"reading","sensor":"light","value":0.5,"unit":"ratio","up":5}',
      '{"node":"hall","boot":3,"seq":3,"type":"button","event":"press","up":90001}',
    ]);
  });

  it("of a release says how long the button was held, be it no time at all", () => {
    expect(messages.eventMessage("release", 700, 175, "")).toBe('{"node":"hall","boot":3,"seq":1,"type":"button","event":"release","held":175,"up":700}');
    expect(JSON.parse(messages.eventMessage("release", 700, 0, ""))).toMatchObject({ event: "release", held: 0 });
  });

  it("of a button that has a name tells it, whatever the name is", () => {
    expect(messages.eventMessage("press", 5, undefined, bytes('Tür "2"'))).toContain(bytes('"type":"button","button":"Tür \\"2\\"","event":"press"'));
  });

  it("has no time while the clock is not set", () => {
    expect(JSON.parse(event(0))).toEqual({ node: "hall", boot: 3, seq: 1, type: "button", event: "press", up: 0 });
  });

  it("has the time when it happened, not when it was told, also of what came before the clock was set", () => {
    for (let now = 5000; now <= 90_000; now += 5000) {
      vi.setSystemTime(now);
      up();
    }
    vi.setSystemTime(1_763_812_345_120);
    up();
    expect(JSON.parse(event(90_000))).toMatchObject({ up: 90_000, time: 1_763_812_345.12 });
    expect(JSON.parse(event(80_000))).toMatchObject({ up: 80_000, time: 1_763_812_335.12 });
    expect(JSON.parse(reading(1))).toMatchObject({ up: 5, time: 1_763_812_255.13 });
  });

  it.each([
    ["quotes and a backslash", 'a"b\\', 'a"b\\'],
    ["UTF-8", bytes("Küche"), "Küche"],
    ["Latin-1", "K\xfcche", "Küche"],
  ])("is JSON in UTF-8 with %s in the node's name", (_what, name, read) => {
    setIdentity(name, 3, "");
    for (const text of [event(5), reading(1)]) expect(JSON.parse(readUtf8(text))).toMatchObject({ node: read });
  });
});

describe("a reading's value", () => {
  it.each([
    [0.123456, "0.123"],
    [21, "21"],
    [-0.0626, "-0.063"],
    [1e-9, "0"],
    [101325.25, "101325.25"],
  ])("%d is told as %s", (value, told) => {
    expect(reading(value)).toContain(`,"value":${told},`);
  });
});

describe("the node's identity", () => {
  it("is its name, the same as a JSON string, and which boot this is", async () => {
    const identity = await import("../../src/firmware/identity.ts");
    setIdentity(bytes('Küche "7"'), 12, "");
    expect([identity.node, identity.quotedNode, identity.boot]).toEqual([bytes('Küche "7"'), bytes('"Küche \\"7\\""'), 12]);
  });
});
