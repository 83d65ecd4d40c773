/** Which part may have which pin: the one check of the node, the build, the flash tool and the page. */
import type { PinTable, PinUse } from "../../board/board.ts";

/** Why a pin cannot be used so; "" if it can. */
export function pinFault(pins: PinTable, name: string, use: PinUse): string {
  const pin = pins.hasOwnProperty(name) ? pins[name] : undefined;
  if (!pin) return name === "" ? "missing" : "no such pin";
  if (pin.can.indexOf(use) >= 0) return "";
  return pin.reserved ? "it belongs to " + pin.reserved : pin.cannot || "it cannot";
}

/** What pins are taken, and by which part. */
export interface TakenPins {
  [pin: string]: string;
}
