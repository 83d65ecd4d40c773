/** `digital`: the level of an input, 0 or 1, with its pull-up on: a closed switch to GND reads 0. */
export function digital(pin: string, done: (value: number) => void): void {
  pinMode(pin, "input_pullup");
  done(digitalRead(pin));
}
