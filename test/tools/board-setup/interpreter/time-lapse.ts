/** Time that passes as fast as it is waited for: for esptool-js, which waits in steps of 1 ms, one after the other. */
import { vi } from "vitest";

/** ms that the shortest wait takes. */
const step = 10;

/** From here on `setTimeout` and `Date.now` run by the waits alone; `vi.unstubAllGlobals` and `restoreAllMocks` end it. */
export function timeLapse(): { passed(): number } {
  const start = Date.now();
  let now = start;
  vi.spyOn(Date, "now").mockImplementation(() => now);
  vi.stubGlobal("setTimeout", (done: () => void, ms = 0) =>
    setImmediate(() => {
      now += Math.max(ms, step);
      done();
    }),
  );
  return { passed: () => now - start };
}
