/** `temperature`: the chip's own, in degrees Celsius; it is warmer than the room, and not exact. */
import type { Sensor } from "../board.ts";

export function temperature(): Sensor {
  return function (tell) {
    tell(E.getTemperature());
  };
}
