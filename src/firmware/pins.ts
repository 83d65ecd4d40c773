/** Checks whether a pin suits a part, for the node, the build and the flash tool alike. */
import type { PinTable, PinUse } from "../../board/board.ts";

/** Why a pin cannot be used this way; "" if it can. */
export function pinFault(pins: PinTable, name: string, use: PinUse): string {
  const pin = pins.hasOwnProperty(name) ? pins[name] : undefined;
  if (!pin) return name === "" ? "missing" : "no such pin";
  if (pin.can.indexOf(use) >= 0) return "";
  return pin.reserved ? "it belongs to " + pin.reserved : pin.cannot || "not supported";
}

/** The part that uses each pin. */
export interface TakenPins {
  [pin: string]: string;
}
