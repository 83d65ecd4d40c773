/** `analog`: the voltage on an ADC pin as a fraction of its reference, averaged against noise. */
export function analog(name: string, tell: (value: number) => void): void {
  const pin = new Pin(name);
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += analogRead(pin);
  tell(sum / 8);
}
