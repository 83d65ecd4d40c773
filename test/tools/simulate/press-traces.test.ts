/** The way of a press: which message belongs to which press, and when it was where. */
import { describe, expect, it } from "vitest";
import type { NumberedMessage } from "../../../src/tools/mqtt/numbered-message.ts";
import { PressTraces } from "../../../src/tools/simulate/press-traces.ts";

const buttons = [
  { name: "", debounce: 50 },
  { name: "door", debounce: 20 },
];
const message = (seq: number, up: number, more: object = {}): NumberedMessage => ({ node: "n", boot: 1, seq, event: "press", up, ...more });

describe("the traces of presses", () => {
  it("compute when the node took the contact as pressed, from the time in its message", () => {
    const told: number[] = [];
    const traces = new PressTraces(buttons, ({ press }) => told.push(press));
    traces.runs("n", 1, 1000, 11_000);
    traces.pressed("n", "", 12_000);
    traces.reached("socket", message(1, 2000), 12_055);
    traces.reached("broker", message(1, 2000), 12_060);
    expect(traces.traces).toEqual([
      { node: "n", button: "", press: 1, boot: 1, seq: 1, at: { pin: 12_000, message: 12_050, outbox: 12_050, socket: 12_055, broker: 12_060 } },
    ]);
    expect(told).toEqual([1, 1, 1]);
  });

  it("know a press that was too short, and take no other's message for its own", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.runs("n", 1, 0, 10_000);
    traces.pressed("n", "", 11_000);
    traces.tooShort("n", "");
    traces.pressed("n", "", 11_100);
    traces.reached("socket", message(1, 1040), 11_200);
    expect(traces.traces.map(({ seq, tooShort }) => [seq, tooShort])).toEqual([
      [undefined, true],
      [1, undefined],
    ]);
    traces.reached("socket", message(2, 1050), 11_300);
    expect(traces.traces[0]).toMatchObject({ seq: 2 });
    expect(traces.traces[0]).not.toHaveProperty("tooShort");
  });

  it("tell presses in an outage apart, though their messages all leave at its end", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.runs("n", 1, 0, 10_000);
    for (const at of [11_000, 11_200, 11_400]) traces.pressed("n", "", at);
    for (const [seq, up] of [
      [1, 1001],
      [2, 1201],
      [3, 1401],
    ] as const)
      traces.reached("socket", message(seq, up), 20_000);
    expect(traces.traces.map(({ seq, at }) => [seq, at.pin, at.outbox, at.socket])).toEqual([
      [1, 11_000, 11_051, 20_000],
      [2, 11_200, 11_251, 20_000],
      [3, 11_400, 11_451, 20_000],
    ]);
  });

  it("give presses that outlasted a power cut their own messages, though the node has started anew", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.runs("n", 1, 9000, 19_000);
    for (const at of [20_000, 21_000, 22_000]) traces.pressed("n", "", at);
    traces.runs("n", 2, 0, 31_000);
    traces.pressed("n", "", 31_500);
    traces.reached("socket", message(1, 500, { boot: 2 }), 31_600);
    for (const [seq, up] of [
      [2, 10_000],
      [3, 11_000],
      [4, 12_000],
    ] as const)
      traces.reached("socket", message(seq, up), 32_000);
    expect(traces.traces.map(({ boot, seq, at }) => [boot, seq, at.outbox])).toEqual([
      [1, 2, 20_050],
      [1, 3, 21_050],
      [1, 4, 22_050],
      [2, 1, 31_550],
    ]);
  });

  it("take the oldest press where nobody knows when that boot started, unless it was too short", () => {
    const traces = new PressTraces(buttons, () => undefined);
    for (const at of [10_000, 11_000, 12_000]) {
      traces.pressed("n", "", at);
      if (at === 10_000) traces.tooShort("n", "");
    }
    traces.runs("n", 2, 0, 21_000);
    for (const seq of [1, 2, 3]) traces.reached("socket", message(seq, 500), 22_000);
    expect(traces.traces.map(({ seq, at }) => [seq, at.outbox])).toEqual([
      [3, 10_050],
      [1, 11_050],
      [2, 12_050],
    ]);
  });

  it("keep the first time of a message that is sent again, and other boards' messages apart", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.pressed("n", "", 1000);
    traces.reached("broker", message(1, 5, { node: "other" }), 1050);
    traces.reached("broker", message(1, 5), 1060);
    traces.reached("broker", message(1, 5), 9000);
    expect(traces.traces).toMatchObject([{ seq: 1, at: { broker: 1060 } }]);
  });

  it("tell two buttons apart that are pressed at once, each with its own debounce", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.runs("n", 1, 0, 10_000);
    traces.pressed("n", "", 11_000);
    traces.pressed("n", "door", 11_005);
    traces.tooShort("n", "");
    traces.reached("socket", message(1, 1001, { button: "door" }), 11_100);
    expect(traces.traces.map(({ button, seq, at, tooShort }) => [button, seq, at.outbox, tooShort])).toEqual([
      ["", undefined, undefined, true],
      ["door", 1, 11_025, undefined],
    ]);
  });

  it.each([
    ["the press just before a message", 500, 1],
    ["no press long before it", 1500, undefined],
  ])("take for the press of a board that is behind its own clock %s", (_what, before, seq) => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.runs("n", 1, 100, 10_100);
    traces.pressed("n", "", 12_000 - before);
    traces.reached("socket", message(1, 100), 12_000);
    expect(traces.traces.map((trace) => trace.seq)).toEqual([seq]);
  });

  it("leave readings alone, and a press that no message follows where it is", () => {
    const traces = new PressTraces(buttons, () => undefined);
    traces.pressed("n", "", 1000);
    traces.reached("broker", { node: "n", boot: 1, seq: 1 }, 1050);
    expect(traces.traces).toEqual([{ node: "n", button: "", press: 1, boot: undefined, seq: undefined, at: { pin: 1000 } }]);
  });
});
