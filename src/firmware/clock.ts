/**
 * Two clocks from the chip's one: `up`, milliseconds since boot that never jump, and Unix time. The chip's clock starts at
 * 1970 and jumps when SNTP sets it, and everything that Espruino times follows it.
 */

/** ms: the node looks once a second, and nothing blocks it for so long, so a longer step means that the clock was set. */
const jump = 30000;
/** ms since 1970: a clock before this (July 2017) was never set. */
const earliest = 1500000000000;

/** The wall clock at boot, moved along with every jump: `up` counts from here. */
let zero = Date.now();
/** The wall clock when it was read last. */
let last = zero;

/** Whole ms since boot. */
export function up(): number {
  return upAt(Date.now());
}

/**
 * The same for an earlier moment, given in ms of the wall clock. One from before a jump is known to be no later than now.
 * What passes between the last call and a jump is lost: call it, or `up`, every second or so.
 */
export function upAt(time: number): number {
  const now = Date.now();
  if (now < last || now - last > jump) zero += now - last;
  last = now;
  return Math.round((time >= zero && time <= now ? time : now) - zero);
}

/** `,"time":` and the Unix seconds of a moment of `up`, for a message; "" while the clock is not set. */
export function timeField(at: number): string {
  // As a number it would have 11 decimals in Espruino's JSON, most of them noise.
  return last < earliest ? "" : ',"time":' + ((zero + at) / 1000).toFixed(2);
}
