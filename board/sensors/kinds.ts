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

export function sensorKinds(): { [kind: string]: SensorKind } {
  return {
    analog: { unit: "ratio", use: "analog", read: analog },
    digital: { unit: "level", use: "input", read: digital },
    temperature: { unit: "\xc2\xb0C", use: "", read: temperature },
  };
}
