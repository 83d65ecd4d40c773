/** The LED's state over a power cut: what is restored, when it is written, and what a torn entry costs. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FlashPower, FlashRegion } from "../../board/virtual/index.ts";
import { useRegion } from "./log-bench.ts";

const place = 61_440;
let region: FlashRegion;
let level: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  region = new FlashRegion(new FlashPower());
});
afterEach(() => {
  vi.doUnmock("../../board/esp32/flash-region.ts");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Booted {
  state: (output?: number) => string;
  command: (command: object, output?: number) => void;
  /** Lets seconds go by. */
  pass: (seconds: number) => void;
}

/** Power on: an LED, and as many more outputs. */
async function boot(restore: "off" | "last" | "on", more = 0): Promise<Booted> {
  vi.resetModules();
  useRegion(region);
  const led = await import("../../src/firmware/led.ts");
  const { restoreLed, rememberLeds } = await import("../../src/firmware/led-memory.ts");
  const config = { pin: "D2", activeLow: false, restore };
  const outputs = Array.from({ length: 1 + more }, (_, i) =>
    led.createLed(
      `output${i}`,
      (_output, value) => (level = value),
      config,
      () => undefined,
    ),
  );
  const at = (i: number): (typeof outputs)[number] => {
    const found = outputs[i];
    if (!found) throw new Error(`no output ${i}`);
    return found;
  };
  const memories = outputs.map((one, i) => restoreLed(one, config, i)).filter((memory) => memory !== undefined);
  return {
    state: (output = 0) => led.ledState(at(output), undefined),
    command: (command, output = 0) => led.applyCommand(at(output), command),
    pass: (seconds) => {
      for (let i = 0; i < seconds; i++) {
        vi.advanceTimersByTime(1000);
        rememberLeds(memories);
      }
    },
  };
}

describe("led.restore", () => {
  it.each(["off", "on"] as const)("%s is the state at each power-on, and costs no flash", async (restore) => {
    const first = await boot(restore);
    expect(level).toBe(restore === "on" ? 1 : 0);
    first.command({ state: "toggle" });
    first.pass(60);
    await boot(restore);
    expect(level).toBe(restore === "on" ? 1 : 0);
    expect(region.writes).toBe(0);
  });

  it("last brings back what lasted for ten seconds, its brightness too", async () => {
    const first = await boot("last");
    expect(level).toBe(0);
    first.command({ state: "on", brightness: 0.2 });
    first.pass(11);
    first.command({ state: "off" });
    first.pass(9);
    const second = await boot("last");
    expect(second.state()).toBe('{"state":"on","brightness":0.2}');
    second.command({ state: "off" });
    second.pass(11);
    expect((await boot("last")).state()).toMatch(/^\{"state":"off"/);
  });

  it("last is written once for a state, and not at all for a blink or a `for`", async () => {
    const first = await boot("last");
    first.command({ state: "on" });
    first.pass(3600);
    expect(region.writes).toBe(1);
    first.command({ blink: { on: 100, off: 100, count: 100 } });
    first.pass(60);
    first.command({ state: "off", for: 60_000 });
    first.pass(120);
    expect(region.writes).toBe(1);
    await boot("last").then(({ pass }) => pass(60));
    expect(region.writes).toBe(1);
  });

  it("an entry that a power cut tore is ignored, and the next one follows it", async () => {
    Buffer.from("01ff", "hex").copy(region.bytes, place);
    const first = await boot("last");
    expect(level).toBe(0);
    first.command({ state: "on" });
    first.pass(11);
    expect(region.bytes.toString("hex", place, place + 12)).toBe("01ffffff0164fe9bffffffff");
    await boot("last");
    expect(level).toBe(1);
  });

  it("its page is erased when it is full: once in 1024 changes", async () => {
    const first = await boot("last");
    for (let i = 1; i <= 1030; i++) {
      first.command({ state: i % 2 ? "on" : "off" });
      first.pass(11);
    }
    expect([region.writes, region.erases[15]]).toEqual([1030, 1]);
    first.command({ state: "on" });
    first.pass(11);
    await boot("last");
    expect(level).toBe(1);
  });

  it("keeps each output's own, over an erase of the page too", async () => {
    const first = await boot("last", 2);
    first.command({ state: "on", brightness: 0.3 }, 2);
    first.pass(11);
    for (let i = 1; i <= 1025; i++) {
      first.command({ state: i % 2 ? "on" : "off" }, 1);
      first.pass(11);
    }
    expect(region.erases[15]).toBe(1);
    const second = await boot("last", 2);
    const on = (brightness: number): string => `{"state":"on","brightness":${brightness}}`;
    expect([second.state(0), second.state(1), second.state(2)]).toEqual(['{"state":"off","brightness":1}', on(1), on(0.3)]);
  });
});
