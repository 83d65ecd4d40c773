/** `temperature`: the chip's own sensor, in degrees Celsius: inaccurate, and warmer than the room. */
export function temperature(_pin: string, done: (value: number) => void): void {
  done(E.getTemperature());
}
