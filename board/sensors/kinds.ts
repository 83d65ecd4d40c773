/** The kinds of sensor: a new one is a file beside this one and a row in each of these two. */
import type { PinUse, Sensors } from "../board.ts";
import { analog } from "./analog.ts";
import { digital } from "./digital.ts";
import { temperature } from "./temperature.ts";

/** For each kind its unit (in Latin-1) and what it needs of its pin, if it needs one. */
export function sensorKinds(): { [kind: string]: [unit: string, use?: PinUse] } {
  return {
    analog: ["ratio", "analog"],
    digital: ["level", "input"],
    temperature: ["\xb0C"],
  };
}

function readSensor(kind: string, pin: string, tell: (value: number) => void): void {
  switch (kind) {
    case "analog":
      analog(pin, tell);
      break;
    case "digital":
      digital(pin, tell);
      break;
    default:
      temperature(tell);
  }
}

/** In RAM only while a sensor is read. */
export function sensors(): Sensors {
  "on demand";
  return { read: readSensor };
}
