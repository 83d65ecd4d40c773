/** The pins of the parts, and the board's by their names; lengths in CSS pixels. */
import { boardSize, type Places, type Point } from "./places.ts";

/** A pin as the elements' `pinInfo` has it, measured from the element's corner. */
export interface PartPin extends Point {
  name: string;
}

export interface BoardPin extends Point {
  pin: string;
  side: "left" | "right";
  /** False when the header lacks the pin: it is drawn at the edge, with its name. */
  onHeader: boolean;
}

/** GPIO numbers that the header calls otherwise. */
const headerNames: Readonly<Record<string, string>> = { D1: "TX0", D3: "RX0", D16: "RX2", D17: "TX2", D36: "VP", D39: "VN" };

/** Where a pin of a part is. @param place of the part */
export function placed(place: Point | undefined, pins: readonly PartPin[], name: string): Point {
  const pin = pins.find((each) => each.name === name);
  return { x: (place?.x ?? 0) + (pin?.x ?? 0), y: (place?.y ?? 0) + (pin?.y ?? 0) };
}

/** Which side of the board a pin is on. The header has no D0: that is the BOOT button's pin, drawn beside the button. */
export function sideOf(pin: string, pins: readonly PartPin[]): "left" | "right" {
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
