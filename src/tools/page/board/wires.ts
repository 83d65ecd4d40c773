/** The way of each wire on the picture of the board, and what is written beside its parts; lengths in CSS pixels. */
import { boardPin, placed, sideOf, type BoardPin, type PartPin } from "./board-pin.ts";
import { boardSize, narrowLane, placesOf, type Places, type Point } from "./places.ts";
import { rail } from "./rail.ts";
import { outputName } from "./words.ts";

/** The parts' pins, from their elements. */
export interface PartPins {
  board: readonly PartPin[];
  button: readonly PartPin[];
  led: readonly PartPin[];
  resistor: readonly PartPin[];
  potentiometer: readonly PartPin[];
}

/** A button or an output at a pin of the board. */
export interface ConnectedPart {
  name: string;
  pin: string;
  activeLow: boolean;
}

/** The pins of the board that are in use; there is at least one button and one output. */
export interface UsedPins {
  buttons: readonly ConnectedPart[];
  outputs: readonly ConnectedPart[];
  light: string | undefined;
}

export interface Wire {
  carries: "ground" | "power" | "button" | "led" | "light";
  points: readonly Point[];
}

/** A text beside a part. */
export interface Label extends Point {
  text: string;
  anchor: "start" | "middle" | "end";
}

export interface Wiring {
  places: Places;
  wires: readonly Wire[];
  /** The board's pins that have a wire. */
  pins: readonly BoardPin[];
  /** Where more than two wires meet. */
  joints: readonly Point[];
  labels: readonly Label[];
}

/** From the board's edge to the first vertical wire, and from each to the next. */
const lane = 11;
/** Where the supply of the buttons below the board runs down. */
const leftRails = { ground: 22, power: 14 };
/** Where the supply of the other parts runs down, from the first button's contact. */
const rightRails = { ground: 14, power: 22 };
/** Characters of a name that have room. */
const longestName = 18;

/** Leaves out points that lie where the one before them lies. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter(({ x, y }, index) => points[index - 1]?.x !== x || points[index - 1]?.y !== y);
}

type Supply = "ground" | "power";

/**
 * The README's picture: each button between its pin and GND, each LED behind 330 ohms, a potentiometer between 3V3 and GND. A
 * button that is not active low closes to 3V3, and an LED that is lies between 3V3 and its pin.
 */
export function wiring(parts: PartPins, used: UsedPins): Wiring {
  return new Drawing(parts, used).wiring();
}

class Drawing {
  private readonly _parts: PartPins;
  private readonly _used: UsedPins;
  private readonly _places: Places;
  private readonly _wires: Wire[] = [];
  private readonly _pins = new Map<string, BoardPin>();
  private readonly _joints: Point[] = [];
  /** Wires of more parts that have been drawn on each side. */
  private readonly _lanes = { left: 0, right: 0 };

  constructor(parts: PartPins, used: UsedPins) {
    this._parts = parts;
    this._used = used;
    const sides = [...used.buttons.slice(1), ...used.outputs.slice(1)].map(({ pin }) => sideOf(pin, parts.board));
    const left = sides.filter((side) => side === "left").length;
    this._places = placesOf({ buttons: used.buttons.length, outputs: used.outputs.length, lanes: { left, right: sides.length - left } });
  }

  wiring(): Wiring {
    const { buttons, outputs, light } = this._used;
    buttons.forEach(({ pin }, index) => this._button(pin, index));
    outputs.forEach(({ pin }, index) => this._led(pin, index));
    if (light !== undefined) this._light(light);
    for (const supply of ["ground", "power"] as const) {
      this._supplyRight(supply);
      this._supplyLeft(supply);
    }
    const wires = this._wires.map(({ carries, points }) => ({ carries, points: withoutRepeats(points) }));
    return { places: this._places, wires, pins: [...this._pins.values()], joints: this._joints, labels: this._labels() };
  }

  /** From its pin through the resistor to the LED's leg on the left. */
  private _led(pin: string, index: number): void {
    const { leds, resistors } = this._places;
    const before = placed(resistors[index], this._parts.resistor, "1");
    const behind = placed(resistors[index], this._parts.resistor, "2");
    const leg = placed(leds[index], this._parts.led, "A");
    this._draw("led", [...(index === 0 ? this._leave(this._pin(pin), "right", 2.1, before.y) : this._leaveDown(pin, before.y)), before]);
    this._draw("led", [behind, { x: leg.x, y: behind.y }, leg]);
  }

  private _button(pin: string, index: number): void {
    const contact = this._contact(index, index === 0 ? "1.l" : "1.r");
    this._draw("button", [...(index === 0 ? this._leave(this._pin(pin), "right", 3.2, contact.y) : this._leaveDown(pin, contact.y)), contact]);
  }

  private _light(lightPin: string): void {
    const light = this._pin(lightPin);
    const ground = this._pin("GND.2");
    const at = (name: string): Point => placed(this._places.potentiometer, this._parts.potentiometer, name);
    const signal = at("SIG");
    const powered = at("VCC");
    const below = signal.y + 9;
    this._draw("light", [...this._leave(light, "left", 2, below), { x: signal.x, y: below }, signal]);
    this._draw("power", [...this._powerBelow(), { x: powered.x, y: this._belowBoard(1) }, powered]);
    this._draw("ground", [ground, { x: at("GND").x, y: ground.y }, at("GND")]);
  }

  /** To the first button and to all LEDs. */
  private _supplyRight(supply: Supply): void {
    const { buttons, outputs } = this._used;
    const contact = this._contact(0, "2.r");
    const x = contact.x + rightRails[supply];
    const branches: [Point, ...Point[]][] = [];
    if (buttons[0] !== undefined && supplyOfButton(buttons[0]) === supply) branches.push([{ x, y: contact.y }, contact]);
    const legs = outputs.map((output, index) => (supplyOfOutput(output) === supply ? placed(this._places.leds[index], this._parts.led, "C") : undefined));
    for (const leg of legs.slice(1)) if (leg !== undefined) branches.push([{ x, y: leg.y + 6 }, { x: leg.x, y: leg.y + 6 }, leg]);
    const [first] = legs;
    if (branches.length === 0 && first === undefined) return;
    const source = this._pin(supply === "ground" ? "GND.1" : "3V3");
    this._rail(supply, [source, { x, y: source.y }], branches);
    if (supply === "power" && this._hasPowerBelow) this._joints.push({ x: this._laneAt("right", 2.4), y: source.y });
    if (first === undefined) return;
    const above = { x: first.x, y: source.y };
    this._draw(supply, [...(branches.length === 0 ? [source] : []), above, first]);
    if (branches.length > 0) this._joints.push(above);
  }

  /** To the buttons below the board. */
  private _supplyLeft(supply: Supply): void {
    const x = leftRails[supply];
    const branches = this._used.buttons.flatMap((button, index): [Point, Point][] => {
      if (index === 0 || supplyOfButton(button) !== supply) return [];
      const contact = this._contact(index, "2.l");
      return [[{ x, y: contact.y }, contact]];
    });
    if (branches.length === 0) return;
    const start = supply === "ground" ? this._groundOnLeft() : this._powerOnLeft();
    const y = start.at(-1)?.y ?? 0;
    this._rail(supply, [...start, { x, y }], branches);
  }

  /** The way of ground to the left: from its wire to the potentiometer if there is one. */
  private _groundOnLeft(): Point[] {
    const ground = this._pin("GND.2");
    if (this._used.light === undefined) return [ground];
    const turn = { x: placed(this._places.potentiometer, this._parts.potentiometer, "GND").x, y: ground.y };
    this._joints.push(turn);
    return [turn];
  }

  /** The way of 3V3 to the left: from its wire to the potentiometer if there is one. */
  private _powerOnLeft(): Point[] {
    if (this._used.light === undefined) return this._powerBelow();
    const turn = { x: placed(this._places.potentiometer, this._parts.potentiometer, "VCC").x, y: this._belowBoard(1) };
    this._joints.push(turn);
    return [turn];
  }

  /** Something on the left needs 3V3. */
  private get _hasPowerBelow(): boolean {
    const { light, buttons } = this._used;
    return light !== undefined || buttons.slice(1).some((button) => supplyOfButton(button) === "power");
  }

  /** From 3V3 around to the lower edge of the board. */
  private _powerBelow(): Point[] {
    const power = this._pin("3V3");
    const x = this._laneAt("right", 2.4);
    return [power, { x, y: power.y }, { x, y: this._belowBoard(1) }];
  }

  private _rail(supply: Supply, start: readonly Point[], branches: readonly [Point, ...Point[]][]): void {
    const { wires, joints } = rail(start, branches);
    for (const points of wires) this._draw(supply, points);
    this._joints.push(...joints);
  }

  private _contact(index: number, contact: string): Point {
    return placed(this._places.buttons[index], this._parts.button, contact);
  }

  private _labels(): Label[] {
    const { leds, resistors, buttons } = this._places;
    const { outputs } = this._used;
    const named = this._used.buttons.flatMap(({ name }, index): Label[] => {
      const place = buttons[index];
      if (name === "" || place === undefined) return [];
      const text = cut(name);
      return [{ text, y: place.y - 5, ...(index === 0 ? { x: place.x + 67, anchor: "end" } : { x: place.x, anchor: "start" }) }];
    });
    // An LED that is alone needs no name.
    const lit =
      outputs.length < 2
        ? []
        : leds.map(({ x, y }, index): Label => ({ text: cut(outputName(outputs[index]?.name ?? "")), x: x - 2, y: y + 22, anchor: "end" }));
    return [...named, ...lit, ...resistors.map(({ x, y }): Label => ({ text: "330 Ω", x: x + 29, y: y - 5, anchor: "middle" }))];
  }

  private _draw(carries: Wire["carries"], points: readonly Point[]): void {
    this._wires.push({ carries, points });
  }

  private _pin(pin: string): BoardPin {
    const found = this._pins.get(pin) ?? boardPin(pin, this._parts.board, this._places);
    this._pins.set(pin, found);
    return found;
  }

  private _laneAt(side: "left" | "right", lanes: number): number {
    const { board, room } = this._places;
    return side === "left" ? board.x - room.left - lanes * lane : board.x + boardSize.width + room.right + lanes * lane;
  }

  private _belowBoard(lanes: number): number {
    return this._places.board.y + boardSize.height + 10 + lanes * 7;
  }

  /** From a pin to a height on one side of the board; around its lower edge if the pin is on the other side. */
  private _leave(pin: BoardPin, side: "left" | "right", lanes: number, y: number): Point[] {
    const out = { x: this._laneAt(pin.side, lanes), y: pin.y };
    const below = this._belowBoard(lanes);
    const around =
      pin.side === side
        ? []
        : [
            { x: out.x, y: below },
            { x: this._laneAt(side, lanes), y: below },
          ];
    return [pin, out, ...around, { x: this._laneAt(side, lanes), y }];
  }

  /** From a pin down to a height below the board, close to its edge. */
  private _leaveDown(name: string, y: number): Point[] {
    const pin = this._pin(name);
    const { board } = this._places;
    const out = ++this._lanes[pin.side] * narrowLane;
    const x = pin.side === "left" ? board.x - out : board.x + boardSize.width + out;
    return [pin, { x, y: pin.y }, { x, y }];
  }
}

function supplyOfButton({ activeLow }: ConnectedPart): Supply {
  return activeLow ? "ground" : "power";
}

function supplyOfOutput({ activeLow }: ConnectedPart): Supply {
  return activeLow ? "power" : "ground";
}

function cut(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

/** The points as SVG's `points` attribute takes them. */
export function polyline(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
