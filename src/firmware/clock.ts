/**
 * Two clocks derived from the chip's one: `up`, milliseconds since boot, which never jumps, and Unix time. The chip's clock
 * starts at 1970 and jumps when SNTP sets it, and Espruino's timers follow it.
 */

/** ms: the clock is read every second and nothing blocks for this long, so a longer step means that it was set. */
const maxStep = 30000;
/** ms since 1970 (July 2017): a clock that reads less was never set. */
const earliestValid = 1500000000000;

/** The wall clock at boot, corrected at every jump; `up` counts from here. */
let bootTime = Date.now();
/** The wall clock as last read. */
let lastTime = bootTime;

/** Whole ms since boot. */
export function up(): number {
  return upAt(Date.now());
}

/**
 * Converts a moment of the wall clock (ms) to ms since boot. A moment from before a jump counts as now.
 * Time between the last call and a jump is lost, so call this or `up` about once a second.
 */
export function upAt(time: number): number {
  const now = Date.now();
  if (now < lastTime || now - lastTime > maxStep) bootTime += now - lastTime;
  lastTime = now;
  return Math.round((time >= bootTime && time <= now ? time : now) - bootTime);
}

/** The `,"time":` field of a message: Unix seconds at a moment of `up`; "" while the clock is not set. */
export function timeField(at: number): string {
  // Espruino would print a number with 11 decimals, most of them noise.
  return lastTime < earliestValid ? "" : ',"time":' + ((bootTime + at) / 1000).toFixed(2);
}
