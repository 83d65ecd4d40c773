/** A knob that turns from -135 to 135 degrees, as the potentiometer's picture has it. */

const farthest = 135;

/**
 * Where the knob stands when the finger is here, 0..1.
 * @param x to the right of the knob's centre
 * @param y above it
 */
export function knobValue(x: number, y: number): number {
  const degrees = (Math.atan2(x, y) * 180) / Math.PI;
  return (Math.min(farthest, Math.max(-farthest, degrees)) + farthest) / (2 * farthest);
}
