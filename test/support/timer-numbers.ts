/**
 * Timers as the chip numbers them: the number of one that has run, or was ended, is soon another timer's. Who ends it once
 * more ends a stranger's.
 */

/** Counts such ends from now on, until the timers are set up anew. Call it once fake timers are in use. */
export function countStrayClears(): { readonly count: number } {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const inUse = new Set<unknown>();
  const stray = { count: 0 };
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms: number, ...args: unknown[]): unknown => {
      const timer = set(() => {
        run(...args);
        inUse.delete(timer); // only now: a timer may end itself
      }, ms);
      inUse.add(timer);
      return timer;
    },
    clearTimeout: (timer: unknown): void => {
      if (timer && !inUse.delete(timer)) stray.count++;
      clear(timer as NodeJS.Timeout);
    },
  });
  return stray;
}
