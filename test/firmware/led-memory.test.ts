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

/** Power on: an LED, and `pass`, which lets seconds go by. */
async function boot(restore: "off" | "last" | "on"): Promise<{ state: () => string; command: (command: object) => void; pass: (seconds: number) => void }> {
  vi.resetModules();
  useRegion(region);
  const led = await import("../../src/firmware/led.ts");
  const { restoreLed, rememberLed } = await import("../../src/firmware/led-memory.ts");
  const config = { pin: "D2", activeLow: false, restore };
  const one = led.createLed(
    (_output, value) => (level = value),
    config,
    () => undefined,
  );
  const memory = restoreLed(one, config);
  return {
    state: () => led.ledState(one, undefined),
    command: (command) => led.applyCommand(one, command),
    pass: (seconds) => {
      for (let i = 0; i < seconds; i++) {
        vi.advanceTimersByTime(1000);
        if (memory) rememberLed(memory, one);
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
});
