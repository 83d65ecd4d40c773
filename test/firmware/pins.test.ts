/** Which part may have which pin, and why not. */
import { describe, expect, it } from "vitest";
import type { PinTable } from "../../board/board.ts";
import { pinFault } from "../../src/firmware/pins.ts";

const pins: PinTable = {
  D1: { can: [], reserved: "the console (TX)" },
  D4: { can: ["button", "input", "output"] },
  D12: { can: ["input", "output"], cannot: "Espruino cannot watch it", note: "a strapping pin" },
  D13: { can: ["input"] },
};

describe("a pin", () => {
  it.each([
    ["D4", "button", ""],
    ["D4", "output", ""],
    ["D12", "output", ""],
    ["D12", "button", "Espruino cannot watch it"],
    ["D13", "output", "not supported"],
    ["D1", "input", "it belongs to the console (TX)"],
    ["D5", "input", "no such pin"],
    ["d4", "input", "no such pin"],
    ["", "output", "missing"],
    ["toString", "output", "no such pin"],
    ["__proto__", "output", "no such pin"],
    ["on", "output", "no such pin"],
  ] as const)("%j for %s: %j", (name, use, fault) => {
    expect(pinFault(pins, name, use)).toBe(fault);
  });
});
