/** A blinking LED does not fill the terminal. */
import { describe, expect, it } from "vitest";
import { LedLog } from "../../../src/tools/simulate/led-log.ts";

describe("the LED's lines", () => {
  it("stop when it blinks, and start again when it rests", () => {
    const log = new LedLog();
    const shown = [0, 100, 200, 300, 400, 500, 600, 5000].map((at) => log.change(at));
    expect(shown).toEqual(["show", "show", "show", "show", "blinking", "hide", "hide", "show"]);
  });
});
