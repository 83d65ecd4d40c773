/** What a subscriber of the presses sees: each by node, boot and seq, with repeats removed by it. */

export interface Deliveries {
  /** Each once, in the order in which they first came: boot * 100000 + seq. */
  ids: number[];
  /** Repeats: the same text under the same id. */
  twice: number;
  /** An id that was given to two messages: must never be. */
  clashes: string[];
  /** Those before which a newer one came. */
  late: number[];
}

const bootUnit = 100_000;

export const idOf = (boot: number, seq: number): number => boot * bootUnit + seq;
export const bootOf = (id: number): number => Math.floor(id / bootUnit);
export const seqOf = (id: number): number => id % bootUnit;

export function deliveries(told: readonly Record<string, unknown>[]): Deliveries {
  const texts = new Map<number, string>();
  const clashes: string[] = [];
  for (const message of told) {
    const id = idOf(Number(message["boot"]), Number(message["seq"]));
    const text = JSON.stringify(message);
    const before = texts.get(id);
    if (before !== undefined && before !== text) clashes.push(`${before} and ${text}`);
    texts.set(id, before ?? text);
  }
  const ids = [...texts.keys()];
  return { ids, twice: told.length - ids.length, clashes, late: ids.filter((id, i) => id < (ids[i - 1] ?? 0)) };
}

/** Numbers that are missing between the first and the last that came of a boot. */
export function gaps(ids: readonly number[]): number[] {
  const sorted = ids.toSorted((a, b) => a - b);
  return sorted.flatMap((id, i) => {
    const before = sorted[i - 1];
    if (before === undefined || bootOf(before) !== bootOf(id)) return [];
    return Array.from({ length: Math.max(0, id - before - 1) }, (_, missing) => before + 1 + missing);
  });
}
