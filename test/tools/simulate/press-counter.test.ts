/** What was pressed and what was received are counted, so that a loss shows. */
import { describe, expect, it } from "vitest";
import { PressCounter, type PressCount } from "../../../src/tools/simulate/press-counter.ts";

const none: PressCount = { pressed: 0, received: 0, messages: 0, repeats: 0, gaps: 0, unplugged: 0 };

describe("the counter", () => {
  const message = (seq: number, more: object = { event: "press" }): Buffer => Buffer.from(JSON.stringify({ node: "ding-1", boot: 1, seq, ...more }));

  it("counts presses made and received, and other messages apart", () => {
    const counter = new PressCounter("ding-1");
    counter.countPress();
    counter.countMessage(message(1));
    counter.countMessage(message(2, { type: "reading" }));
    expect(counter.count).toEqual({ ...none, pressed: 1, received: 1, messages: 2 });
  });

  it("counts a repeat once", () => {
    const counter = new PressCounter("ding-1");
    counter.countMessage(message(1));
    counter.countMessage(message(1));
    expect(counter.count).toEqual({ ...none, received: 1, messages: 1, repeats: 1 });
  });

  it("sees a loss by the gap, in each boot of its own", () => {
    const counter = new PressCounter("ding-1");
    for (const seq of [1, 4, 5]) counter.countMessage(message(seq));
    counter.countMessage(message(2, { boot: 2 }));
    expect(counter.count.gaps).toBe(2 + 1);
  });

  it("does not count another node's messages, nor what is none", () => {
    const counter = new PressCounter("ding-1");
    counter.countMessage(message(1, { node: "ding-2" }));
    for (const text of ["", "{", "null", "7", '{"node":"ding-1"}', '{"node":"ding-1","boot":1,"seq":"1"}']) {
      counter.countMessage(Buffer.from(text));
    }
    expect(counter.count).toEqual(none);
  });

  it("counts what waits on a board apart when its plug is pulled, unless it was under way", () => {
    const counter = new PressCounter("ding-1");
    for (let i = 0; i < 3; i++) counter.countPress();
    counter.countMessage(message(1));
    counter.countPowerCut(1);
    expect(counter.count).toMatchObject({ pressed: 3, received: 1, unplugged: 2 });
    counter.countMessage(message(2));
    expect(counter.count).toMatchObject({ received: 2, unplugged: 1 });
    counter.countPress();
    counter.countMessage(message(1, { boot: 2, event: "press" }));
    expect(counter.count).toMatchObject({ pressed: 4, received: 3, unplugged: 1 });
  });
});
