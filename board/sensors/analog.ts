/** `analog`: the voltage on an ADC pin as a fraction of its reference, averaged against noise. */
export function analog(pin: string, tell: (value: number) => void): void {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += analogRead(pin);
  tell(sum / 8);
}
