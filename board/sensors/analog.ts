/** `analog`: the voltage on an ADC pin as a fraction of the reference, 0..1, averaged to reduce noise. */
export function analog(pin: string, done: (value: number) => void): void {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += analogRead(pin);
  done(sum / 8);
}
