/** `digital`: the level of an input, 0 or 1, with the pull-up on: a switch to GND reads 0 when closed. */
export function digital(pin: string, tell: (value: number) => void): void {
  pinMode(pin, "input_pullup");
  tell(digitalRead(pin));
}
