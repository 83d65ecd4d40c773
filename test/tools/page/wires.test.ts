/** The wires of the board's picture: from the pins in use to the parts, whatever side of the board they are on. */
import { describe, expect, it } from "vitest";
import { placesOf, type Point } from "../../../src/tools/page/board/places.ts";
import { boardPin, type PartPin } from "../../../src/tools/page/board/board-pin.ts";
import { polyline, wiring, type PartPins, type UsedPins, type Wire } from "../../../src/tools/page/board/wires.ts";

/** As @wokwi/elements 1.9.2 has them; only those that the tests need. */
const parts: PartPins = {
  board: [
    { name: "D13", x: 5, y: 139.5 },
    { name: "D27", x: 5, y: 110.8 },
    { name: "D26", x: 5, y: 101.3 },
    { name: "D34", x: 5, y: 53.1 },
    { name: "GND.2", x: 5, y: 149 },
    { name: "VP", x: 5, y: 34 },
    { name: "3V3", x: 101.3, y: 158.5 },
    { name: "GND.1", x: 101.3, y: 149 },
    { name: "D2", x: 101.3, y: 130.4 },
    { name: "D4", x: 101.3, y: 121 },
    { name: "D5", x: 101.3, y: 92.3 },
    { name: "D18", x: 101.3, y: 82.8 },
    { name: "D19", x: 101.3, y: 73.2 },
    { name: "D21", x: 101.3, y: 63.6 },
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

const usual = pinsOf({});
const places = placesOf({ buttons: 1, outputs: 1, lanes: { left: 0, right: 0 } });
const placeOf: Record<keyof PartPins, Point | undefined> = {
  board: places.board,
  button: places.buttons[0],
  led: places.leds[0],
  resistor: places.resistors[0],
  potentiometer: places.potentiometer,
};

function pinsOf({
  button = "D0",
  led = "D2",
  light = "D34",
  ...more
}: { button?: string; led?: string; light?: string | undefined } & Partial<UsedPins>): UsedPins {
  return { buttons: [{ name: "", pin: button, activeLow: true }], outputs: [{ name: "led", pin: led, activeLow: false }], light, ...more };
}

function pinOf(part: keyof PartPins, name: string, place = placeOf[part]): Point {
  const pin = parts[part].find((each: PartPin) => each.name === name);
  if (pin === undefined || place === undefined) throw new Error(`${part} has no pin ${name}`);
  return { x: place.x + pin.x, y: place.y + pin.y };
}

function wireThatEndsAt(wires: readonly Wire[], part: keyof PartPins, name: string): Wire | undefined {
  return wires.find(({ points }) => polyline(points.slice(-1)) === polyline([pinOf(part, name)]));
}

/** Two more buttons, and so many outputs on the right that the parts there have to move. */
const many = {
  buttons: [
    { name: "", pin: "D0", activeLow: true },
    { name: "door", pin: "D27", activeLow: true },
    { name: "gate", pin: "D26", activeLow: false },
  ],
  outputs: [
    { name: "led", pin: "D2", activeLow: false },
    { name: "relay", pin: "D4", activeLow: true },
    { name: "lamp", pin: "D5", activeLow: false },
    { name: "fan", pin: "D18", activeLow: false },
    { name: "horn", pin: "D19", activeLow: false },
    { name: "pump", pin: "D21", activeLow: false },
  ],
};

/** Where the wire begins that ends here. */
function startOf(wires: readonly Wire[], end: Point): string | undefined {
  const wire = wires.find(({ points }) => polyline(points.slice(-1)) === polyline([end]));
  return wire && polyline(wire.points.slice(0, 1));
}

interface Segment {
  from: Point;
  to: Point;
}

function overlap(a: Segment, b: Segment): boolean {
  const top = Math.max(Math.min(a.from.y, a.to.y), Math.min(b.from.y, b.to.y));
  const bottom = Math.min(Math.max(a.from.y, a.to.y), Math.max(b.from.y, b.to.y));
  return top < bottom;
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
    const { wires } = wiring(parts, pinsOf({ led: "D13" }));
    const heights = wireThatEndsAt(wires, "resistor", "1")?.points.map(({ y }) => y) ?? [];
    expect(Math.max(...heights)).toBeGreaterThan(places.board.y + 200);
  });

  it.each([{}, { led: "D13" }, { button: "D13" }, { button: "D34", led: "D0", light: "D36" }, many, { buttons: many.buttons }, { outputs: many.outputs }])(
    "stay in the picture and run straight: %j",
    (changes) => {
      const {
        wires,
        places: { width, height },
      } = wiring(parts, pinsOf(changes));
      for (const { points } of wires) {
        for (const [index, { x, y }] of points.entries()) {
          expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
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

describe("more parts", () => {
  it("lie below the board, wired to their pins and to ground, with their names", () => {
    const drawing = wiring(parts, pinsOf(many));
    const { wires, places, labels } = drawing;
    many.buttons.slice(1).forEach(({ name, pin }, index) => {
      const place = places.buttons[index + 1];
      expect(startOf(wires, pinOf("button", "1.r", place))).toBe(polyline([pinOf("board", pin, places.board)]));
      expect(labels).toContainEqual(expect.objectContaining({ text: name }));
      expect(place?.y).toBeGreaterThan(places.board.y + 200);
    });
    many.outputs.slice(1).forEach(({ name, pin }, index) => {
      expect(startOf(wires, pinOf("resistor", "1", places.resistors[index + 1]))).toBe(polyline([pinOf("board", pin, places.board)]));
      expect(startOf(wires, pinOf("led", "C", places.leds[index + 1]))).toBeDefined();
      expect(labels).toContainEqual(expect.objectContaining({ text: name }));
    });
    expect(labels).toContainEqual(expect.objectContaining({ text: "LED" }));
  });

  it("have wires beside each other, never one upon another", () => {
    const segments = wiring(parts, pinsOf(many))
      .wires.filter(({ carries }) => carries !== "ground")
      .flatMap(({ points }, wire) => points.slice(1).map((to, index) => ({ wire, from: points[index] ?? to, to })));
    const upright = segments.filter(({ from, to }) => from.x === to.x && from.y !== to.y);
    for (const a of upright) {
      const over = upright.filter((b) => b.wire !== a.wire && Math.abs(b.from.x - a.from.x) < 2.5 && overlap(a, b));
      expect(over, `at ${a.from.x}`).toEqual([]);
    }
  });

  it("are between their pin and 3V3 where that is what makes them work", () => {
    const { wires, places } = wiring(parts, pinsOf(many));
    const [, door, window] = places.buttons;
    const [led, relay] = places.leds;
    const supply = (part: "button" | "led", name: string, place: Point | undefined): string | undefined =>
      wires.find(({ points }) => polyline(points.slice(-1)) === polyline([pinOf(part, name, place)]))?.carries;
    expect([supply("button", "2.l", door), supply("button", "2.l", window)]).toEqual(["ground", "power"]);
    expect([supply("led", "C", led), supply("led", "C", relay)]).toEqual(["ground", "power"]);
  });

  it.each([undefined, "D34"])("have ground and 3V3 though the first ones need neither, with a light sensor at %s", (light) => {
    const used = {
      buttons: many.buttons.map((each) => ({ ...each, activeLow: false })),
      outputs: many.outputs.map((each) => ({ ...each, activeLow: true })),
      light,
    };
    const drawing = wiring(parts, used);
    const ends = drawing.wires.filter(({ carries }) => carries === "power").map(({ points }) => polyline(points.slice(-1)));
    for (const place of drawing.places.leds) expect(ends).toContain(polyline([pinOf("led", "C", place)]));
    drawing.places.buttons.forEach((place, index) => expect(ends).toContain(polyline([pinOf("button", index === 0 ? "2.r" : "2.l", place)])));
    expect(drawing.pins.some(({ pin }) => pin.startsWith("GND"))).toBe(light !== undefined);
  });

  it("leave the picture as it was where there are none", () => {
    const { places, labels } = wiring(parts, usual);
    expect(places).toMatchObject({ width: 440, height: 268, board: { x: 165, y: 16 } });
    expect(labels.map(({ text }) => text)).toEqual(["330 Ω"]);
  });

  it("have long names cut", () => {
    const { labels } = wiring(parts, pinsOf({ buttons: [{ name: "a".repeat(32), pin: "D0", activeLow: true }] }));
    expect(labels[0]?.text).toBe(`${"a".repeat(17)}…`);
  });
});

describe("a pin of the board", () => {
  it("is found by the name that the header has for it", () => {
    expect(boardPin("D36", parts.board, places)).toMatchObject({ pin: "D36", side: "left", onHeader: true, x: places.board.x + 5, y: places.board.y + 34 });
  });
});
