/** The kinds of sensor: a new one is a file beside this one and a row in here. */
import type { PinUse, Reader } from "../board.ts";
import { analog } from "./analog.ts";
import { digital } from "./digital.ts";
import { temperature } from "./temperature.ts";

/** For each kind its unit (in UTF-8), what it needs of its pin ("" where it needs none), and what reads it. */
export function sensorKinds(): { [kind: string]: [unit: string, use: PinUse | "", read: Reader] } {
  "on demand";
  return {
    analog: ["ratio", "analog", analog],
    digital: ["level", "input", digital],
    temperature: ["\xc2\xb0C", "", temperature],
  };
}
