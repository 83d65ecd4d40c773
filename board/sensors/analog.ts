/** `analog`: the voltage on an ADC pin as a fraction of its reference, averaged against noise. */
import type { Sensor } from "../board.ts";

export function analog(name: string): Sensor {
  const pin = new Pin(name);
  return function (tell) {
    let sum = 0;
    for (let i = 0; i < 8; i++) sum += analogRead(pin);
    tell(sum / 8);
  };
}
