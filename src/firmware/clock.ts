/**
 * Two clocks from the chip's one: `up`, milliseconds since boot that never jump, and Unix time. The chip's clock
 * starts at 1970 and jumps when SNTP sets it, and everything that Espruino times follows it.
 */

/** ms: no node is silent for so long, so a longer step means that the clock was set. */
const JUMP = 3600000;
/** ms since 1970: a clock before this (July 2017) was never set. */
const SET = 1500000000000;

export interface Clock {
  /** Whole ms since boot, now or at an earlier moment `at` (ms of the wall clock). Never goes back. */
  up(at?: number): number;
  /** Unix ms of the moment `up` (as `up()` gave it); 0 while the clock is not set. */
  unix(up: number): number;
}

/** Call `up()` every second or so: what passes between the last call and a jump is lost. */
export function createClock(now: () => number): Clock {
  let zero = now(); // the wall clock at boot, moved along with every jump
  let last = zero;

  return {
    up: function (at) {
      const t = now();
      if (t < last || t - last > JUMP) zero += t - last;
      last = t;
      // A moment from before a jump is known to be no later than now, and that is all.
      return Math.round((at !== undefined && at >= zero && at <= t ? at : t) - zero);
    },
    unix: function (up) {
      return last < SET ? 0 : zero + up;
    },
  };
}
