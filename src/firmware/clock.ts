/**
 * Two clocks from the chip's one: `up`, milliseconds since boot that never jump, and Unix time. The chip's clock
 * starts at 1970 and jumps when SNTP sets it, and everything that Espruino times follows it.
 */

/** ms: no node is silent for so long, so a longer step means that the clock was set. */
const JUMP = 3600000;
/** The wall clock at boot, moved along with every jump: `up` counts from here. */
export let zero = Date.now();
/** The wall clock when `up` was asked last. */
export let last = zero;

/**
 * Whole ms since boot, now or at an earlier moment `at` (ms of the wall clock). Never goes back. Call it every second
 * or so: what passes between the last call and a jump is lost.
 */
export function up(at?: number): number {
  const now = Date.now();
  if (now < last || now - last > JUMP) zero += now - last;
  last = now;
  // A moment from before a jump is known to be no later than now, and that is all.
  return Math.round((at! >= zero && at! <= now ? at! : now) - zero);
}
