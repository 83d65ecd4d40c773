/** When nodes came back: how many in each second, and how many at the worst. */

const second = 1000; // ms
/** ms: times a whole second apart may differ by this much less, for they are sums of fractions. */
const rounding = 1e-6;

/** How many of the times, ms from 0, lie in each second. */
export function perSecond(times: readonly number[]): number[] {
  const last = times.reduce((latest, time) => Math.max(latest, time), 0);
  const counts = Array.from({ length: Math.floor(last / second) + 1 }, () => 0);
  for (const time of times) {
    const index = Math.floor(time / second);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** The most of the times, ms, that lie within any one second, wherever it begins. */
export function peak(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= second - rounding) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
