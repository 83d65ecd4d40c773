/** The way of each wire on the picture of the board, and what is written beside its parts; lengths in CSS pixels. */
import { boardSize, narrowLane, placesOf, type Places, type Point } from "./places.ts";
import { outputName } from "./words.ts";

/** A pin as the elements' `pinInfo` has it, measured from the element's corner. */
export interface PartPin extends Point {
  name: string;
}

/** The parts' pins, from their elements. */
export interface PartPins {
  board: readonly PartPin[];
  button: readonly PartPin[];
  led: readonly PartPin[];
  resistor: readonly PartPin[];
  potentiometer: readonly PartPin[];
}

/** A part at a pin of the board. */
export interface NamedPin {
  name: string;
  pin: string;
}

/** The pins of the board that are in use; there is at least one button and one output. */
export interface UsedPins {
  buttons: readonly NamedPin[];
  outputs: readonly NamedPin[];
  light: string | undefined;
}

export interface Wire {
  carries: "ground" | "power" | "button" | "led" | "light";
  points: readonly Point[];
}

export interface BoardPin extends Point {
  pin: string;
  side: "left" | "right";
  /** False when the header lacks the pin: it is drawn at the edge, with its name. */
  onHeader: boolean;
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
/** Where the ground of the buttons below the board runs down. */
const groundRail = 22;
/** Characters of a name that have room. */
const longestName = 18;

/** GPIO numbers that the header calls otherwise. */
const headerNames: Readonly<Record<string, string>> = { D1: "TX0", D3: "RX0", D16: "RX2", D17: "TX2", D36: "VP", D39: "VN" };

function placed(place: Point | undefined, pins: readonly PartPin[], name: string): Point {
  const pin = pins.find((each) => each.name === name);
  return { x: (place?.x ?? 0) + (pin?.x ?? 0), y: (place?.y ?? 0) + (pin?.y ?? 0) };
}

/** Which side of the board a pin is on. The header has no D0: that is the BOOT button's pin, drawn beside the button. */
function sideOf(pin: string, pins: readonly PartPin[]): "left" | "right" {
  const onHeader = pins.find(({ name }) => name === (headerNames[pin] ?? pin));
  return onHeader !== undefined && onHeader.x < boardSize.width / 2 ? "left" : "right";
}

/** Where a pin of the board is. */
export function boardPin(pin: string, pins: readonly PartPin[], { board, bootButton }: Pick<Places, "board" | "bootButton">): BoardPin {
  const name = headerNames[pin] ?? pin;
  const side = sideOf(pin, pins);
  if (!pins.some((each) => each.name === name)) return { pin, side, onHeader: false, x: board.x + 101, y: bootButton.y };
  return { pin, side, onHeader: true, ...placed(board, pins, name) };
}

/** Leaves out points that lie where the one before them lies. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter(({ x, y }, index) => points[index - 1]?.x !== x || points[index - 1]?.y !== y);
}

/** The README's picture: each button between its pin and GND, each LED behind 330 ohms, a potentiometer between 3V3 and GND. */
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
    const [button] = buttons;
    const [output] = outputs;
    if (button !== undefined && output !== undefined) this._first(button.pin, output.pin);
    if (light !== undefined) this._light(light);
    this._moreButtons();
    this._moreOutputs();
    const wires = this._wires.map(({ carries, points }) => ({ carries, points: withoutRepeats(points) }));
    return { places: this._places, wires, pins: [...this._pins.values()], joints: this._joints, labels: this._labels() };
  }

  private _first(buttonPin: string, ledPin: string): void {
    const button = this._pin(buttonPin);
    const led = this._pin(ledPin);
    const ground = this._pin("GND.1");
    const { resistor, cathode } = this._led(0);
    const contact = this._button(0, "1.l");
    const groundContact = this._button(0, "2.r");
    const joint = { x: cathode.x, y: ground.y };
    this._draw("led", [...this._leave(led, "right", 2.1, resistor.y), resistor]);
    this._draw("ground", [cathode, joint]);
    this._joints.push(joint);
    const rail = this._rightRail;
    this._draw("ground", [ground, { x: rail.x, y: ground.y }, rail, groundContact]);
    this._draw("button", [...this._leave(button, "right", 3.2, contact.y), contact]);
  }

  private _light(lightPin: string): void {
    const light = this._pin(lightPin);
    const power = this._pin("3V3");
    const ground = this._pin("GND.2");
    const at = (name: string): Point => placed(this._places.potentiometer, this._parts.potentiometer, name);
    const signal = at("SIG");
    const powered = at("VCC");
    const below = signal.y + 9;
    const right = this._laneAt("right", 2.4);
    const edge = this._belowBoard(1);
    this._draw("light", [...this._leave(light, "left", 2, below), { x: signal.x, y: below }, signal]);
    this._draw("power", [power, { x: right, y: power.y }, { x: right, y: edge }, { x: powered.x, y: edge }, powered]);
    this._draw("ground", [ground, { x: at("GND").x, y: ground.y }, at("GND")]);
  }

  /** Below the board, on the left. */
  private _moreButtons(): void {
    const more = this._used.buttons.slice(1);
    if (more.length === 0) return;
    const ground = this._pin("GND.2");
    let from: Point = this._used.light === undefined ? ground : { x: placed(this._places.potentiometer, this._parts.potentiometer, "GND").x, y: ground.y };
    if (from !== ground) this._joints.push(from);
    more.forEach(({ pin }, index) => {
      const contact = this._button(index + 1, "1.r");
      const groundContact = this._button(index + 1, "2.l");
      this._draw("button", [...this._leaveDown(pin, contact.y), contact]);
      const turn = { x: groundRail, y: groundContact.y };
      this._draw("ground", [from, { x: groundRail, y: from.y }, turn, groundContact]);
      if (index < more.length - 1) this._joints.push(turn);
      from = turn;
    });
  }

  /** Below the board, on the right. */
  private _moreOutputs(): void {
    const more = this._used.outputs.slice(1);
    let from = this._rightRail;
    more.forEach(({ pin }, index) => {
      const { resistor, cathode } = this._led(index + 1);
      this._draw("led", [...this._leaveDown(pin, resistor.y), resistor]);
      const turn = { x: from.x, y: cathode.y + 6 };
      this._draw("ground", [from, turn, { x: cathode.x, y: turn.y }, cathode]);
      this._joints.push(from);
      from = turn;
    });
  }

  /** An LED and its resistor, joined. */
  private _led(index: number): { resistor: Point; cathode: Point } {
    const { leds, resistors } = this._places;
    const at = (name: string): Point => placed(leds[index], this._parts.led, name);
    const behindResistor = placed(resistors[index], this._parts.resistor, "2");
    const anode = at("A");
    this._draw("led", [behindResistor, { x: anode.x, y: behindResistor.y }, anode]);
    return { resistor: placed(resistors[index], this._parts.resistor, "1"), cathode: at("C") };
  }

  private _button(index: number, contact: string): Point {
    return placed(this._places.buttons[index], this._parts.button, contact);
  }

  /** Where the ground beside the first button turns to it. */
  private get _rightRail(): Point {
    const { x, y } = this._button(0, "2.r");
    return { x: x + 14, y };
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

function cut(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

/** The points as SVG's `points` attribute takes them. */
export function polyline(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
