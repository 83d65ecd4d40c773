/** `temperature`: the chip's own, in degrees Celsius; it is warmer than the room, and not exact. */
export function temperature(_pin: string, tell: (value: number) => void): void {
  tell(E.getTemperature());
}
