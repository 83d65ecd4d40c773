/** What the simulator shows: one line for each event, the status line, the summary. */
import { describe, expect, it } from "vitest";
import { keysShown } from "../../../src/tools/simulate/keyboard.ts";
import type { PressCount } from "../../../src/tools/simulate/press-counter.ts";
import type { SimulationEvent } from "../../../src/tools/simulate/simulation-event.ts";
import { lost, summary, unseen, View } from "../../../src/tools/simulate/view.ts";

const none: PressCount = { pressed: 0, received: 0, messages: 0, repeats: 0, gaps: 0, unplugged: 0 };

describe("the summary", () => {
  it.each<[string, PressCount, linked: boolean, string]>([
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
    expect(summary({ count, linked, canRead: true })).toBe(text);
  });

  it("claims no loss where the account may not read, nor where nothing has been sent", () => {
    const count = { ...none, pressed: 5 };
    const unread = { count, linked: true, canRead: false };
    expect(summary(unread)).toBe("pressed 5, received 0 (0 messages in all), not seen: 5; this account may not read what the node sends");
    expect([lost(unread), unseen(unread)]).toEqual([0, 5]);
    const unsent = { count, linked: false, canRead: false };
    expect(summary(unsent)).toBe("pressed 5, received 0 (0 messages in all), lost: none, not sent yet: 5");
    expect([lost(unsent), unseen(unsent)]).toEqual([0, 0]);
  });

  it("counts what waited on a board without power apart", () => {
    const outcome = { count: { ...none, pressed: 3, received: 1, messages: 1, unplugged: 2 }, linked: true, canRead: true };
    expect(summary(outcome)).toBe("pressed 3, received 1 (1 message in all), lost: none, gone with the power: 2");
    expect(lost(outcome)).toBe(0);
  });

  it("takes more received than pressed for no loss", () => {
    expect(lost({ count: { ...none, pressed: 1, received: 2 }, linked: true, canRead: true })).toBe(0);
  });
});

describe("the view", () => {
  const plain = new View(false);

  it.each<[SimulationEvent, string]>([
    [{ kind: "press", node: "ding-1", button: "" }, "    1.23  press    BOOT"],
    [{ kind: "press", node: "ding-1", button: "door" }, "    1.23  press    door"],
    [{ kind: "led", node: "ding-1", output: "relay", level: 1 }, "    1.23  output   relay ● on"],
    [{ kind: "message", topic: "/a", payload: Buffer.from("{}"), qos: 1, retained: false }, "    1.23  message  /a  {}"],
    [{ kind: "message", topic: "/a", payload: Buffer.from("on"), qos: 1, retained: true }, "    1.23  message  /a  on  (retained)"],
    [{ kind: "message", topic: "/\u001b[2J", payload: Buffer.from([27, 255]), qos: 1, retained: false }, "    1.23  message  /\\x1b[2J  \\x1b\\xff"],
    [{ kind: "message", topic: "/a", payload: Buffer.from(""), qos: 1, retained: false }, "    1.23  message  /a  (empty)"],
    [{ kind: "light", node: "ding-1", isCovered: true, level: 0.02 }, "    1.23  light    covered, 2 %"],
    [{ kind: "light", node: "ding-1", isCovered: false, level: 0.53 }, "    1.23  light    uncovered, 53 %"],
    [{ kind: "led", node: "ding-1", output: "led", level: 0 }, "    1.23  LED      ○ off"],
    [{ kind: "led", node: "ding-1", output: "led", level: 1 }, "    1.23  LED      ● on"],
    [{ kind: "led", node: "ding-1", output: "led", level: 0.5 }, "    1.23  LED      ◐ █████░░░░░ 50 %"],
    [{ kind: "led", node: "ding-1", output: "led", level: 0.001 }, "    1.23  LED      ◐ █░░░░░░░░░ 0 %"],
    [{ kind: "wifi", up: false }, "    1.23  Wi-Fi    cut"],
    [{ kind: "broker", up: true }, "    1.23  broker   back"],
    [{ kind: "console", node: "ding-1", line: "\u001b[J>" }, "    1.23  console  \\x1b[J>"],
    [{ kind: "note", text: "so" }, "    1.23  note     so"],
    [{ kind: "power", node: "ding-1", on: false }, "    1.23  power    cut"],
    [{ kind: "slow", bytesPerSecond: 200 }, "    1.23  link     slow: 200 bytes a second"],
    [{ kind: "slow", bytesPerSecond: undefined }, "    1.23  link     as fast as it goes"],
    [{ kind: "silent", silent: true }, "    1.23  link     silent: nothing arrives, nothing closes"],
    [{ kind: "silent", silent: false }, "    1.23  link     no longer silent"],
  ])("%j is one aligned line", (event, line) => {
    expect(plain.line(event, 1234)).toBe(line);
  });

  it.each<[SimulationEvent, string]>([
    [{ kind: "press", node: "ding-2", button: "" }, "    1.23  press    ding-2: BOOT"],
    [{ kind: "led", node: "ding-2", output: "led", level: 1 }, "    1.23  LED      ding-2: ● on"],
    [{ kind: "power", node: "ding-2", on: true }, "    1.23  power    ding-2: back"],
    [{ kind: "wifi", up: true }, "    1.23  Wi-Fi    back"],
  ])("names the board where there are several: %j", (event, line) => {
    expect(new View(false, true).line(event, 1234)).toBe(line);
  });

  it("colours when asked to, and only then", () => {
    expect(new View(true).line({ kind: "press", node: "ding-1", button: "" }, 0)).toContain("\u001b[35m");
    expect(plain.line({ kind: "press", node: "ding-1", button: "" }, 0)).not.toContain("\u001b");
  });

  it.each([20, 40, 60, 80, 120])("keeps the status line within %i columns, colours not counted", (columns) => {
    const line = new View(true).statusLine({ led: 1, light: undefined, wifi: true, broker: false, count: none }, columns);
    expect(line.replace(/\u001b\[\d+m/g, "").length).toBeLessThan(columns);
  });

  it.each([
    [100, "  LED ● on  Wi-Fi ●  broker ○  pressed 12 received 1"],
    [55, "  LED ● on  Wi-Fi ●  broker ○  pressed 12 received 1"],
    [40, " LED ● Wi-Fi ● broker ○ received 1/12"],
    [20, " received 1/12"],
  ])("keeps the counters on a terminal of %i columns", (columns, line) => {
    const count = { ...none, pressed: 12, received: 1 };
    expect(plain.statusLine({ led: 1, light: undefined, wifi: true, broker: false, count }, columns)).toContain(line);
  });

  it("shows the light where there is one, and lets it go before the counters", () => {
    const status = { led: 0, light: 0.53, wifi: true, broker: true, count: none };
    expect(plain.statusLine(status, 80)).toBe("  LED ○ off  light 53 %  Wi-Fi ●  broker ●  pressed 0 received 0");
    expect(plain.statusLine(status, 60)).toBe("  LED ○ off  Wi-Fi ●  broker ●  pressed 0 received 0");
  });

  it("puts the header's labels above their texts where there is no room beside them", () => {
    expect(
      plain.header(
        [
          ["send", "npm run send"],
          ["keys", "q quit"],
        ],
        80,
      ),
    ).toBe("  send  npm run send\n  keys  q quit\n");
    expect(plain.header([["send", "npm run send"]], 39)).toBe("send\n  npm run send\n");
  });

  it("shows how things stand, and the keys", () => {
    const line = plain.statusLine({ led: 1, light: undefined, wifi: true, broker: false, count: { ...none, pressed: 2, received: 1 } }, 200);
    expect(line).toBe(`  LED ● on  Wi-Fi ●  broker ○  pressed 2 received 1  ${keysShown}`);
  });
});
