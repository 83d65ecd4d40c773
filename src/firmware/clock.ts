/**
 * Two clocks from the chip's one: `up`, milliseconds since boot that never jump, and Unix time. The chip's clock
 * starts at 1970 and jumps when SNTP sets it, and everything that Espruino times follows it.
 */

/** ms: no node is silent for so long, so a longer step means that the clock was set. */
const JUMP = 3600000;
/** ms since 1970: a clock before this (July 2017) was never set. */
const SET = 1500000000000;

let zero = Date.now(); // the wall clock at boot, moved along with every jump
let last = zero;

/**
 * Whole ms since boot, now or at an earlier moment `at` (ms of the wall clock). Never goes back. Call it every second
 * or so: what passes between the last call and a jump is lost.
 */
export function up(at?: number): number {
  const now = Date.now();
  if (now < last || now - last > JUMP) zero += now - last;
  last = now;
  // A moment from before a jump is known to be no later than now, and that is all.
  return Math.round((at && at >= zero && at <= now ? at : now) - zero);
}

/** The moment `at` (as `up` gave it) as a field of a message: Unix seconds. Nothing while the clock is not set. */
export function timeField(at: number): string {
  return last < SET ? "" : ',"time":' + ((zero + at) / 1000).toFixed(2); // or 11 decimals, most of them noise
}
