/** The wires of the board's picture: from the pins in use to the parts, whatever side of the board they are on. */
import { describe, expect, it } from "vitest";
import { boardPin, polyline, places, scene, wiring, type PartPin, type PartPins, type Wire } from "../../../src/tools/page/board/wires.ts";

/** As @wokwi/elements 1.9.2 has them; only those that the tests need. */
const parts: PartPins = {
  board: [
    { name: "D13", x: 5, y: 139.5 },
    { name: "D34", x: 5, y: 53.1 },
    { name: "GND.2", x: 5, y: 149 },
    { name: "VP", x: 5, y: 34 },
    { name: "3V3", x: 101.3, y: 158.5 },
    { name: "GND.1", x: 101.3, y: 149 },
    { name: "D2", x: 101.3, y: 130.4 },
  ],
  button: [
    { name: "1.l", x: 0, y: 13 },
    { name: "2.l", x: 0, y: 32 },
    { name: "1.r", x: 67, y: 13 },
    { name: "2.r", x: 67, y: 32 },
  ],
  led: [
    { name: "A", x: 15, y: 42 },
    { name: "C", x: 25, y: 42 },
  ],
  resistor: [
    { name: "1", x: 0, y: 5.65 },
    { name: "2", x: 58.8, y: 5.65 },
  ],
  potentiometer: [
    { name: "GND", x: 29, y: 68.5 },
    { name: "SIG", x: 39, y: 68.5 },
    { name: "VCC", x: 49, y: 68.5 },
  ],
};

const usual = { button: "D0", led: "D2", light: "D34" };

function pinOf(part: keyof PartPins, name: string): { x: number; y: number } {
  const pin = parts[part].find((each: PartPin) => each.name === name);
  if (pin === undefined) throw new Error(`${part} has no pin ${name}`);
  return { x: places[part].x + pin.x, y: places[part].y + pin.y };
}

function wireThatEndsAt(wires: readonly Wire[], part: keyof PartPins, name: string): Wire | undefined {
  return wires.find(({ points }) => polyline(points.slice(-1)) === polyline([pinOf(part, name)]));
}

describe("the wires", () => {
  it.each([
    ["potentiometer", "SIG", "D34"],
    ["potentiometer", "VCC", "3V3"],
    ["potentiometer", "GND", "GND.2"],
    ["resistor", "1", "D2"],
    ["button", "2.r", "GND.1"],
  ] as const)("join %s %s with %s", (part, name, pin) => {
    const wire = wireThatEndsAt(wiring(parts, usual).wires, part, name);
    expect(polyline(wire?.points.slice(0, 1) ?? [])).toBe(polyline([pinOf("board", pin)]));
  });

  it("take the button to D0, which the header lacks, beside the BOOT button", () => {
    const { wires, pins } = wiring(parts, usual);
    const boot = pins.find(({ pin }) => pin === "D0");
    expect(boot).toMatchObject({ onHeader: false, side: "right" });
    expect(polyline(wireThatEndsAt(wires, "button", "1.l")?.points.slice(0, 1) ?? [])).toBe(polyline(boot === undefined ? [] : [boot]));
  });

  it("go around the board to a pin on its other side", () => {
    const { wires } = wiring(parts, { ...usual, led: "D13" });
    const heights = wireThatEndsAt(wires, "resistor", "1")?.points.map(({ y }) => y) ?? [];
    expect(Math.max(...heights)).toBeGreaterThan(places.board.y + 200);
  });

  it.each([usual, { ...usual, led: "D13" }, { ...usual, button: "D13" }, { button: "D34", led: "D0", light: "D36" }])(
    "stay in the picture and run straight: %j",
    (used) => {
      for (const { points } of wiring(parts, used).wires) {
        for (const [index, { x, y }] of points.entries()) {
          expect(x >= 0 && x <= scene.width && y >= 0 && y <= scene.height).toBe(true);
          const before = points[index - 1] ?? { x, y };
          expect(before.x === x || before.y === y).toBe(true);
        }
      }
    },
  );

  it("leave the potentiometer out when the node has no analog sensor", () => {
    const { pins } = wiring(parts, { ...usual, light: undefined });
    expect(pins.map(({ pin }) => pin)).toEqual(["D0", "D2", "GND.1"]);
  });
});

describe("a pin of the board", () => {
  it("is found by the name that the header has for it", () => {
    expect(boardPin("D36", parts.board)).toMatchObject({ pin: "D36", side: "left", onHeader: true, x: places.board.x + 5, y: places.board.y + 34 });
  });
});
