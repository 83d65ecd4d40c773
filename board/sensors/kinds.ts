/** The kinds of sensor: a new one is a file beside this one and a row in here. */
import type { PinUse, Reader } from "../board.ts";
import { analog } from "./analog.ts";
import { digital } from "./digital.ts";
import { temperature } from "./temperature.ts";

export interface SensorKind {
  /** In UTF-8, byte by byte. */
  unit: string;
  /** What it needs of its pin; "" where it needs none. */
  use: PinUse | "";
  read: Reader;
}

export function sensorKinds(): { [kind: string]: SensorKind } {
  return {
    analog: { unit: "ratio", use: "analog", read: analog },
    digital: { unit: "level", use: "input", read: digital },
    temperature: { unit: "\xc2\xb0C", use: "", read: temperature },
  };
}
