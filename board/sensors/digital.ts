/** `digital`: the level of an input, 0 or 1, with the pull-up on: a switch to GND reads 0 when closed. */
import type { Sensor } from "../board.ts";

export function digital(name: string): Sensor {
  const pin = new Pin(name);
  pinMode(pin, "input_pullup");
  return function (tell) {
    tell(digitalRead(pin));
  };
}
