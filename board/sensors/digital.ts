import { isNegated } from "../esp32/pins.ts";

/** `digital`: the level of an input, 0 or 1, with its pull-up on: a closed switch to GND reads 0. */
export function digital(pin: string, done: (value: number) => void): void {
  const negated = isNegated(pin);
  pinMode(pin, negated ? "input_pulldown" : "input_pullup");
  const level = digitalRead(pin);
  done(negated ? 1 - level : level);
}
