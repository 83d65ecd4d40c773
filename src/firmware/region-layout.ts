/**
 * Where things lie in the region of flash beside Storage (board/esp32/flash-region.ts): addresses of pages. The outbox has
 * all pages before them.
 */
export const enum PageAt {
  /** Counters of signed commands, once there is a key; until then the outbox may have these two. */
  FirstCounters = 53248,
  SecondCounters = 57344,
  /** What the outputs were like. */
  OutputStates = 61440,
}
