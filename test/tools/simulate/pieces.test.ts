/** The simulator's pieces that need no board: counting, wording, keys, the foot line, the finger. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Devboard } from "../../../board/shared/index.ts";
import { Finger } from "../../../src/tools/simulate/finger.ts";
import { keysIn, KEYS_SHOWN } from "../../../src/tools/simulate/keys.ts";
import { LedLog } from "../../../src/tools/simulate/led-log.ts";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { Screen, wantsColour } from "../../../src/tools/simulate/screen.ts";
import { Tally, type Count } from "../../../src/tools/simulate/tally.ts";
import { lost, summary, View, type Happening } from "../../../src/tools/simulate/view.ts";

const none: Count = { pressed: 0, received: 0, messages: 0, repeats: 0, gaps: 0 };

describe("the tally", () => {
  const message = (seq: number, more: object = { event: "press" }): Buffer =>
    Buffer.from(JSON.stringify({ node: "ding-1", boot: 1, seq, ...more }));

  it("counts presses made and received, and other messages apart", () => {
    const tally = new Tally("ding-1");
    tally.press();
    tally.sensorMessage(message(1));
    tally.sensorMessage(message(2, { type: "reading" }));
    expect(tally.count).toEqual({ ...none, pressed: 1, received: 1, messages: 2 });
  });

  it("counts a repeat once", () => {
    const tally = new Tally("ding-1");
    tally.sensorMessage(message(1));
    tally.sensorMessage(message(1));
    expect(tally.count).toEqual({ ...none, received: 1, messages: 1, repeats: 1 });
  });

  it("sees a loss by the gap, in each boot of its own", () => {
    const tally = new Tally("ding-1");
    for (const seq of [1, 4, 5]) tally.sensorMessage(message(seq));
    tally.sensorMessage(message(2, { boot: 2 }));
    expect(tally.count.gaps).toBe(2 + 1);
  });

  it("does not count another node's messages, nor what is none", () => {
    const tally = new Tally("ding-1");
    tally.sensorMessage(message(1, { node: "ding-2" }));
    for (const text of ["", "{", "null", "7", '{"node":"ding-1"}', '{"node":"ding-1","boot":1,"seq":"1"}']) {
      tally.sensorMessage(Buffer.from(text));
    }
    expect(tally.count).toEqual(none);
  });
});

describe("the summary", () => {
  it.each<[string, Count, boolean, string]>([
    ["nothing lost", { ...none, pressed: 2, received: 2, messages: 3 }, true, "pressed 2, received 2 (3 messages in all), lost: none"],
    ["a press lost", { ...none, pressed: 2, received: 1, messages: 1 }, true, "pressed 2, received 1 (1 message in all), lost: 1"],
    ["a gap in seq", { ...none, messages: 3, gaps: 2 }, true, "pressed 0, received 0 (3 messages in all), lost: 2"],
    [
      "a cut link: presses wait on the board",
      { ...none, pressed: 3, received: 1, messages: 1 },
      false,
      "pressed 3, received 1 (1 message in all), lost: none, not sent yet: 2",
    ],
    ["a repeat", { ...none, pressed: 1, received: 1, messages: 1, repeats: 1 }, true, "pressed 1, received 1 (1 message in all, 1 repeated), lost: none"],
  ])("tells of %s", (_what, count, linked, text) => {
    expect(summary(count, linked)).toBe(text);
  });

  it("takes more received than pressed for no loss", () => {
    expect(lost({ ...none, pressed: 1, received: 2 }, true)).toBe(0);
  });
});

describe("the view", () => {
  const plain = new View(false);

  it.each<[Happening, string]>([
    [{ kind: "press" }, "    1.23  press    BOOT"],
    [{ kind: "message", topic: "/a", payload: Buffer.from("{}"), retained: false }, "    1.23  message  /a  {}"],
    [{ kind: "message", topic: "/a", payload: Buffer.from("on"), retained: true }, "    1.23  message  /a  on  (retained)"],
    [{ kind: "message", topic: "/\u001b[2J", payload: Buffer.from([27, 255]), retained: false }, "    1.23  message  /\\x1b[2J  \\x1b\\xff"],
    [{ kind: "message", topic: "/a", payload: Buffer.from(""), retained: false }, "    1.23  message  /a  (empty)"],
    [{ kind: "led", level: 0 }, "    1.23  LED      ○ off"],
    [{ kind: "led", level: 1 }, "    1.23  LED      ● on"],
    [{ kind: "led", level: 0.5 }, "    1.23  LED      ◐ █████░░░░░ 50 %"],
    [{ kind: "led", level: 0.001 }, "    1.23  LED      ◐ █░░░░░░░░░ 0 %"],
    [{ kind: "wifi", up: false }, "    1.23  Wi-Fi    cut"],
    [{ kind: "broker", up: true }, "    1.23  broker   back"],
    [{ kind: "console", line: "\u001b[J>" }, "    1.23  console  \\x1b[J>"],
    [{ kind: "note", text: "so" }, "    1.23  note     so"],
  ])("%j is one aligned line", (happening, line) => {
    expect(plain.line(happening, 1234)).toBe(line);
  });

  it("colours when asked to, and only then", () => {
    expect(new View(true).line({ kind: "press" }, 0)).toContain("\u001b[35m");
    expect(plain.line({ kind: "press" }, 0)).not.toContain("\u001b");
  });

  it.each([20, 40, 60, 80, 120])("keeps the foot within %i columns, colours not counted", (columns) => {
    const foot = new View(true).foot({ led: 1, wifi: true, broker: false, count: none }, columns);
    expect(foot.replace(/\u001b\[\d+m/g, "").length).toBeLessThan(columns);
  });

  it("shows how things stand, and the keys", () => {
    const foot = plain.foot({ led: 1, wifi: true, broker: false, count: { ...none, pressed: 2, received: 1 } }, 200);
    expect(foot).toBe(`  LED ● on  Wi-Fi ●  broker ○  pressed 2 received 1  ${KEYS_SHOWN}`);
  });
});

describe("colour", () => {
  it.each([
    ["a terminal", { isTTY: true }, {}, true],
    ["a pipe", {}, {}, false],
    ["a terminal with NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", { isTTY: true }, { NO_COLOR: "" }, true],
    ["a dumb terminal", { isTTY: true }, { TERM: "dumb" }, false],
  ])("on %s", (_what, paper, env, expected) => {
    expect(wantsColour({ write: () => true, ...paper }, env)).toBe(expected);
  });
});

describe("the screen", () => {
  it("keeps the foot below the lines of a terminal", () => {
    const written: string[] = [];
    const screen = new Screen({ write: (text) => written.push(text), isTTY: true });
    screen.foot("foot");
    screen.line("line");
    screen.foot("foot");
    screen.foot("");
    screen.line("end");
    const erase = "\r\u001b[2K";
    expect(written).toEqual([`${erase}foot`, `${erase}line\nfoot`, erase, "end\n"]);
  });

  it("writes lines alone into a pipe", () => {
    const written: string[] = [];
    const screen = new Screen({ write: (text) => written.push(text) });
    screen.foot("foot");
    screen.line("line");
    expect(written).toEqual(["line\n"]);
  });
});

describe("keys", () => {
  it.each([
    [" ", ["press"]],
    ["wB", ["wifi", "broker"]],
    ["q", ["quit"]],
    ["\u0003", ["quit"]],
    ["\u0004", ["quit"]],
    ["x", []],
    ["\u001b[B", []],
  ])("%j means %j", (input, keys) => {
    expect(keysIn(input)).toEqual(keys);
  });
});

describe("the LED's lines", () => {
  it("stop when it blinks, and start again when it rests", () => {
    const log = new LedLog();
    const shown = [0, 100, 200, 300, 400, 500, 600, 5000].map((at) => log.change(at));
    expect(shown).toEqual(["show", "show", "show", "show", "blinking", "hide", "hide", "show"]);
  });
});

describe("what the simulator knows of the node", () => {
  const device = {
    base: "/b",
    button: { pin: "D4", activeLow: false, debounce: 20, events: ["click"] },
    led: { pin: "D5", activeLow: true },
  };

  it("are read from its configuration", () => {
    expect(deviceInfo(device)).toEqual({
      base: "/b",
      button: { pin: "D4", activeLow: false, debounce: 20 },
      led: { pin: "D5", activeLow: true },
      sendsPress: false,
    });
  });

  it("are named when they are missing", () => {
    expect(() => deviceInfo({ ...device, led: {} })).toThrow("flash.config.json: device.led.pin is missing or of a wrong type");
  });
});

describe("the finger", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const levels: number[] = [];
  const board = { drive: (_pin: string, level: number) => void levels.push(level) } as Pick<Devboard, "drive">;
  const button = { pin: "D0", activeLow: true, debounce: 50 };

  it("holds down and lets go, longer than the debounce each", async () => {
    levels.length = 0;
    const finger = new Finger(board, button, () => undefined);
    void finger.press();
    void finger.press();
    await vi.advanceTimersByTimeAsync(99);
    expect(levels).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(levels).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(100);
    expect(levels).toEqual([0, 1, 0]);
    await vi.advanceTimersByTimeAsync(100);
    expect(levels).toEqual([0, 1, 0, 1]);
  });

  it("does not press for minutes after a key was held", async () => {
    let presses = 0;
    const finger = new Finger(board, button, () => (presses += 1));
    for (let i = 0; i < 100; i += 1) void finger.press();
    await vi.runAllTimersAsync();
    expect(presses).toBe(3);
  });

  it("forgets what waits when it is lifted, and finishes what is under way", async () => {
    levels.length = 0;
    let presses = 0;
    const finger = new Finger(board, { ...button, activeLow: false }, () => (presses += 1));
    void finger.press();
    void finger.press();
    await vi.advanceTimersByTimeAsync(50);
    const lifted = finger.lift();
    await vi.runAllTimersAsync();
    await lifted;
    await finger.press();
    expect(presses).toBe(1);
    expect(levels).toEqual([1, 0]);
  });
});
