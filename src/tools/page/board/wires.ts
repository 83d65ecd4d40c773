/** Where the parts lie on the picture of the board, and the way of each wire between them; lengths in CSS pixels. */

export interface Point {
  x: number;
  y: number;
}

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

/** The pins of the board that are in use. */
export interface UsedPins {
  button: string;
  led: string;
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

export interface Wiring {
  wires: readonly Wire[];
  /** The board's pins that have a wire. */
  pins: readonly BoardPin[];
  /** Where more than two wires meet. */
  joints: readonly Point[];
}

export const scene = { width: 440, height: 268 };
export const places = {
  board: { x: 165, y: 16 },
  button: { x: 322, y: 196 },
  led: { x: 360, y: 26 },
  resistor: { x: 298, y: 98 },
  potentiometer: { x: 28, y: 78 },
} satisfies Record<keyof PartPins, Point>;

const boardWidth = 106;
const boardHeight = 200;
/** The BOOT button on the picture of the board. */
export const bootButton: Point = { x: places.board.x + 83, y: places.board.y + 183 };
/** From the board's edge to the first vertical wire, and from each to the next. */
const lane = 11;

/** GPIO numbers that the header calls otherwise. */
const headerNames: Readonly<Record<string, string>> = { D1: "TX0", D3: "RX0", D16: "RX2", D17: "TX2", D36: "VP", D39: "VN" };

function placed(place: Point, pins: readonly PartPin[], name: string): Point {
  const pin = pins.find((each) => each.name === name);
  return { x: place.x + (pin?.x ?? 0), y: place.y + (pin?.y ?? 0) };
}

/** Where a pin of the board is. The header has no D0: that is the BOOT button's pin, drawn beside the button. */
export function boardPin(pin: string, pins: readonly PartPin[]): BoardPin {
  const name = headerNames[pin] ?? pin;
  if (!pins.some((each) => each.name === name)) return { pin, side: "right", onHeader: false, x: places.board.x + 101, y: bootButton.y };
  const point = placed(places.board, pins, name);
  return { pin, side: point.x < places.board.x + boardWidth / 2 ? "left" : "right", onHeader: true, ...point };
}

function laneAt(side: "left" | "right", lanes: number): number {
  return side === "left" ? places.board.x - lanes * lane : places.board.x + boardWidth + lanes * lane;
}

function belowBoard(lanes: number): number {
  return places.board.y + boardHeight + 10 + lanes * 7;
}

/** From a pin to a height on one side of the board; around its lower edge if the pin is on the other side. */
function leave(pin: BoardPin, side: "left" | "right", lanes: number, y: number): Point[] {
  const out = { x: laneAt(pin.side, lanes), y: pin.y };
  const below = belowBoard(lanes);
  const around =
    pin.side === side
      ? []
      : [
          { x: out.x, y: below },
          { x: laneAt(side, lanes), y: below },
        ];
  return [{ x: pin.x, y: pin.y }, out, ...around, { x: laneAt(side, lanes), y }];
}

/** Leaves out points that lie where the one before them lies. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter(({ x, y }, index) => points[index - 1]?.x !== x || points[index - 1]?.y !== y);
}

/** The README's picture: button between its pin and GND, LED behind 330 ohms, potentiometer between 3V3 and GND. */
export function wiring(parts: PartPins, used: UsedPins): Wiring {
  const at = (part: Exclude<keyof PartPins, "board">, name: string): Point => placed(places[part], parts[part], name);
  const button = boardPin(used.button, parts.board);
  const led = boardPin(used.led, parts.board);
  const ground = boardPin("GND.1", parts.board);

  const anode = at("led", "A");
  const cathode = at("led", "C");
  const behindResistor = at("resistor", "2");
  const beforeResistor = at("resistor", "1");
  const contact = at("button", "1.l");
  const groundContact = at("button", "2.r");
  const groundX = groundContact.x + 14;
  const joint = { x: cathode.x, y: ground.y };

  const wires: Wire[] = [
    { carries: "led", points: [...leave(led, "right", 2.1, beforeResistor.y), beforeResistor] },
    { carries: "led", points: [behindResistor, { x: anode.x, y: behindResistor.y }, anode] },
    { carries: "ground", points: [cathode, joint] },
    { carries: "ground", points: [ground, { x: groundX, y: ground.y }, { x: groundX, y: groundContact.y }, groundContact] },
    { carries: "button", points: [...leave(button, "right", 3.2, contact.y), contact] },
  ];
  const pins = [button, led, ground];

  if (used.light !== undefined) {
    const light = boardPin(used.light, parts.board);
    const power = boardPin("3V3", parts.board);
    const secondGround = boardPin("GND.2", parts.board);
    const signal = at("potentiometer", "SIG");
    const powered = at("potentiometer", "VCC");
    const grounded = at("potentiometer", "GND");
    const below = signal.y + 9;
    const right = laneAt("right", 2.4);
    const edge = belowBoard(1);
    wires.push(
      { carries: "light", points: [...leave(light, "left", 2, below), { x: signal.x, y: below }, signal] },
      { carries: "power", points: [power, { x: right, y: power.y }, { x: right, y: edge }, { x: powered.x, y: edge }, powered] },
      { carries: "ground", points: [secondGround, { x: grounded.x, y: secondGround.y }, grounded] },
    );
    pins.push(light, power, secondGround);
  }
  return { wires: wires.map(({ carries, points }) => ({ carries, points: withoutRepeats(points) })), pins, joints: [joint] };
}

/** The points as SVG's `points` attribute takes them. */
export function polyline(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
