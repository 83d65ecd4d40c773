/** `digital`: the level of an input, 0 or 1, with the pull-up on: a switch to GND reads 0 when closed. */
export function digital(name: string, tell: (value: number) => void): void {
  const pin = new Pin(name);
  pinMode(pin, "input_pullup");
  tell(digitalRead(pin));
}
