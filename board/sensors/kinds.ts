/** The kinds of sensor. To add one, add a file in this folder and a row here. */
import type { PinUse, Reader } from "../board.ts";
import { analog } from "./analog.ts";
import { digital } from "./digital.ts";
import { temperature } from "./temperature.ts";

export interface SensorKind {
  /** UTF-8 as bytes. */
  unit: string;
  /** How it uses its pin; "" if it has none. */
  use: PinUse | "";
  read: Reader;
}

/** The readers are called from within, not handed on: so those of kinds that no sensor has take no RAM on the chip. */
export function sensorKinds(): { [kind: string]: SensorKind } {
  return {
    analog: { unit: "ratio", use: "analog", read: (pin, done) => analog(pin, done) },
    digital: { unit: "level", use: "input", read: (pin, done) => digital(pin, done) },
    temperature: { unit: "\xc2\xb0C", use: "", read: (pin, done) => temperature(pin, done) },
  };
}
