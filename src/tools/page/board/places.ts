/** Where the parts lie on the picture of the board; lengths in CSS pixels. */

export interface Point {
  x: number;
  y: number;
}

export interface Places {
  width: number;
  height: number;
  board: Point;
  /** The BOOT button on the picture of the board. */
  bootButton: Point;
  potentiometer: Point;
  buttons: readonly Point[];
  leds: readonly Point[];
  /** One before each LED. */
  resistors: readonly Point[];
  /** The room that the wires of more parts take on each side of the board. */
  room: { left: number; right: number };
}

export const boardSize = { width: 106, height: 200 };
/** From one wire of more parts to the next. */
export const narrowLane = 5;
/** So many of them lie beside the board without moving anything. */
const freeLanes = 3;
/** The rows of more parts, below the board: buttons on the left, LEDs on the right. */
const rows = { top: 262, pitch: 66, button: { x: 36, y: 14 }, led: 0, resistor: 46.35 };

/** What has to have a place. */
export interface PartCounts {
  /** At least one of each. */
  buttons: number;
  outputs: number;
  /** Wires of more parts that leave the board on each side. */
  lanes: { left: number; right: number };
}

export function placesOf({ buttons, outputs, lanes }: PartCounts): Places {
  const room = { left: roomFor(lanes.left), right: roomFor(lanes.right) };
  const board = { x: 165 + room.left, y: 16 };
  const right = room.left + room.right;
  const more = Math.max(buttons, outputs) - 1;
  const top = (index: number): number => rows.top + (index - 1) * rows.pitch;
  const all = (count: number, first: Point, at: (top: number) => Point): Point[] =>
    Array.from({ length: count }, (_, index) => (index === 0 ? first : at(top(index))));
  const ledX = 360 + right;
  const resistorX = 298 + right;
  return {
    width: 440 + right,
    height: more === 0 ? 268 : top(more) + rows.pitch + 2,
    board,
    bootButton: { x: board.x + 83, y: board.y + 183 },
    potentiometer: { x: 28, y: 78 },
    buttons: all(buttons, { x: 322 + right, y: 196 }, (y) => ({ x: rows.button.x, y: y + rows.button.y })),
    leds: all(outputs, { x: ledX, y: 26 }, (y) => ({ x: ledX, y: y + rows.led })),
    resistors: all(outputs, { x: resistorX, y: 98 }, (y) => ({ x: resistorX, y: y + rows.resistor })),
    room,
  };
}

function roomFor(lanes: number): number {
  return Math.max(0, lanes - freeLanes) * narrowLane;
}
