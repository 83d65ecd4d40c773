/** The kinds of sensor: a new one is a file beside this one and a row in each of these two. */
import type { PinUse, Sensor } from "../board.ts";
import { analog } from "./analog.ts";
import { digital } from "./digital.ts";
import { temperature } from "./temperature.ts";

/** For each kind its unit and what it needs of its pin; "" where it needs none. */
export function sensorKinds(): { [kind: string]: [unit: string, use: PinUse | ""] } {
  return {
    analog: ["ratio", "analog"],
    digital: ["level", "input"],
    temperature: ["\xb0C", ""],
  };
}

export function openSensor(kind: string, pin: string): Sensor {
  switch (kind) {
    case "analog":
      return analog(pin);
    case "digital":
      return digital(pin);
    default:
      return temperature();
  }
}
