/** The built node and time: hours in an instant, clocks that jump, an interpreter that is blocked. On the virtual ESP32 alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { Flash } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, running } from "./desk.ts";

const minute = 60_000; // ms
const sntp = 1_763_812_345; // 22 November 2025, s

beforeAll(...buildFirst);

describe("an hour of being online", () => {
  it("is 60 messages on its health, and no outage", async () => {
    const { clock, lines, told } = await running();
    await clock.advance(60 * minute);
    expect(told("/kv6003/health/hall").length).toBeGreaterThanOrEqual(60);
    expect(told("/kv6003/health/hall").length).toBeLessThanOrEqual(62);
    expect(told("/kv6003/health/hall").at(-1)).toMatchObject({ wifi: { losses: 0 }, mqtt: { losses: 0 }, queued: 0, dropped: 0 });
    expect(lines.filter((line) => /lost|crash|Uncaught/.test(line))).toEqual([]);
  });

  it("is a reading each minute, on the minute", async () => {
    const { clock, told } = await running({ sensors: [{ name: "chip", kind: "temperature" }] });
    await clock.advance(10 * minute);
    const ups = told("/kv6003/sensor/ding").map(({ up }) => Number(up));
    expect(ups).toHaveLength(11);
    ups.slice(1).forEach((up, i) => expect(Math.abs(up - (i + 1) * minute)).toBeLessThanOrEqual(1000));
  });
});

describe("the clock", () => {
  it("set by 56 years changes nothing but that messages now have a time", async () => {
    const { board, clock, told } = await running();
    press(board);
    await clock.advance(500);
    release(board);
    await clock.advance(500);
    board.setSystemTime(sntp);
    await clock.advance(10_000);
    press(board);
    await clock.advance(500);
    const [before, after] = told("/kv6003/sensor/ding");
    expect(before).toEqual({ node: "hall", boot: 1, seq: 1, type: "button", event: "press", up: 1500 });
    expect(after).toMatchObject({ seq: 2 });
    // What passes between the node's last look at the clock and the jump is not known: up to a second.
    const up = Number(after?.["up"]);
    expect(up).toBeGreaterThan(11_500);
    expect(up).toBeLessThanOrEqual(12_500);
    expect(Math.abs(Number(after?.["time"]) - (sntp + 10))).toBeLessThan(0.1);
  });

  it("set while the button is down makes neither a long press of a click, nor two clicks of a double", async () => {
    const { board, clock, told } = await running({ button: { events: ["click", "double", "long"] } });
    const holds = async (down: boolean, ms: number): Promise<void> => {
      if (down) press(board);
      else release(board);
      await clock.advance(ms);
    };
    await holds(true, 100);
    board.setSystemTime(sntp);
    await holds(true, 100);
    await holds(false, 2000);
    await holds(true, 100);
    await holds(false, 100);
    board.setSystemTime(sntp + 1000);
    await holds(false, 50);
    await holds(true, 100);
    await holds(false, 2000);
    expect(told("/kv6003/sensor/ding").map(({ event }) => event)).toEqual(["click", "double"]);
  });

  it("set ahead and back again leaves the node online, and its button at work", async () => {
    const { board, clock, lines, told } = await running();
    board.setSystemTime(sntp);
    await clock.advance(5000);
    board.setSystemTime(sntp - 30); // its timers stand still for as long
    await clock.advance(2 * minute);
    press(board);
    await clock.advance(500);
    expect(told("/kv6003/sensor/ding")).toHaveLength(1);
    expect(lines.filter((line) => /^mqtt: (?!connected|the broker takes no MQTT 5)|crash|Uncaught/.test(line))).toEqual([]);
  });
});

describe("a blocked interpreter", () => {
  it("tells a press by its edge's time, and a click from a long press", async () => {
    const { board, clock, told } = await running({ button: { events: ["press", "click", "long"] } });
    board.block(3000);
    await clock.advance(500);
    press(board);
    await clock.advance(200);
    release(board);
    await clock.advance(10_000);
    expect(told("/kv6003/sensor/ding").map(({ event, up }) => `${String(event)} ${String(up)}`)).toEqual(["press 2000", "click 2200"]);
  });
});

describe("the boot journal", () => {
  it("takes short spells of power for no crash (fault 5)", async () => {
    const { board, clock, lines, told } = await desk();
    for (let spell = 0; spell < 10; spell++) {
      await board.powerOn();
      await clock.advance(20_000);
      await board.powerOff();
    }
    await board.powerOn();
    await clock.advance(20_000);
    expect(lines.filter((line) => line.startsWith("SAFE MODE"))).toEqual([]);
    press(board);
    await clock.advance(500);
    expect(told("/kv6003/sensor/ding")).toMatchObject([{ boot: 11, seq: 1 }]);
  });

  it("leads to safe mode after three boots that the watchdog ended, which ends by itself after ten minutes", async () => {
    const { board, clock, lines } = await desk({ wifi: {} });
    const node = board.flash.read("ding.js") ?? "";
    board.put("ding.js", "exports.start=function(){E.enableWatchdog(5,false)};exports.safeMode=function(){}");
    await board.powerOn();
    await clock.advance(14_000);
    expect([board.lastReboot, lines.filter((line) => line.startsWith("SAFE MODE"))]).toEqual(["watchdog", []]);
    await clock.advance(2000);
    expect(lines.filter((line) => line.startsWith("SAFE MODE"))).toHaveLength(1);
    board.flash.put("ding.js", node); // somebody mends it over the console
    await clock.advance(10 * minute);
    expect(lines.filter((line) => line.includes(", boot 5;"))).toHaveLength(1);
  });

  it("forgives two crashes once a boot has lived for a minute", async () => {
    const { board, clock, lines } = await desk({ wifi: {} });
    board.put("ding.b0", "000000001bblbb".padEnd(1024, "\xff"));
    await board.powerOn();
    await clock.advance(100);
    expect(lines.filter((line) => line.startsWith("SAFE MODE"))).toEqual([]);
  });

  it.each([1012, 1013, 1014, 1015, 1016])("of %i marks counts on in its other file, and forgets no boot that lived", async (marks) => {
    const { board, clock, lines } = await desk({ wifi: {} });
    board.put("ding.b0", `00000000${"1".padEnd(marks - 1, "bl")}l`.padEnd(1024, "\xff"));
    for (const life of [minute + 2000, 1000, 1000, minute + 2000, 1000, 1000, minute + 2000]) {
      await board.powerOn();
      await clock.advance(life);
      await board.powerOff();
    }
    const boots = lines.map((line) => Number(/, boot (\d+);/.exec(line)?.[1])).filter((boot) => boot > 0);
    const first = boots[0] ?? NaN;
    expect(first).toBeGreaterThan(500);
    // Without a gap: none of them was in safe mode, for which three short boots in a row are needed.
    expect(boots).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => first + i));
  });
});

describe("a Storage that has no room for the journal", () => {
  it("is named once, however long the node runs", async () => {
    const { board, clock, lines } = await desk({ wifi: {} }, new Flash(64 * 1024));
    board.put("photo", "x".repeat(board.flash.free() - 100));
    await board.powerOn();
    await clock.advance(3 * minute);
    expect(lines.filter((line) => line.startsWith("boot:"))).toEqual([expect.stringContaining("cannot count boots, is Storage full?")]);
  });
});

describe("safe mode", () => {
  it.each([
    ["a pin for it", { pin: "D4" }, 5],
    ["no pin", { pin: "" }, 0],
    ["a pin that there is not", { pin: "D99" }, 0],
    ["a pin that is none", { pin: 4 }, 0],
  ])("with %s in ding.json has its console, and %o flashes five times", async (_what, status, flashes) => {
    const { board, clock, lines } = await desk({ status });
    board.put("ding.b0", "000000001pxpxpx".padEnd(1024, "\xff"));
    const lit: string[] = [];
    board.onLevel((pin, level) => level === 1 && lit.push(pin));
    await board.powerOn();
    await clock.advance(1900);
    expect(lines.filter((line) => line.startsWith("SAFE MODE"))).toHaveLength(1);
    expect(lines.filter((line) => /Uncaught|ERROR/.test(line))).toEqual([]);
    expect(lit).toEqual(Array.from({ length: flashes }, () => "D4"));
    expect(await board.eval("1+1")).toBe("2");
  });
});
