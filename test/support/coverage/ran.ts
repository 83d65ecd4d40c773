/** How often each character of a script has run, from V8's block coverage. */
import type { Profiler } from "node:inspector";

/** By a script's name and length, `name:length`: how often each character ran, in all scripts so called. */
export type Ran = Record<string, number[]>;

/** What a worker hands over after each test file. */
export interface Taken {
  result: (Profiler.ScriptCoverage & { startOffset: number })[];
  onBoard: Ran;
}

/** What ran in all scripts whose names `wanted` takes. */
export function whatRan(scripts: readonly Profiler.ScriptCoverage[], wanted: (name: string) => boolean): Ran {
  const all: Ran = {};
  for (const { url, functions } of scripts) {
    if (!wanted(url)) continue;
    const ranges = functions.flatMap((one) => one.ranges);
    const length = Math.max(...ranges.map(({ endOffset }) => endOffset));
    const counts = new Array<number>(length).fill(0);
    // What is inside comes after what is around it, and says it better.
    for (const { startOffset, endOffset, count } of ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)) {
      counts.fill(count, startOffset, endOffset);
    }
    add(all, `${url}:${length}`, counts);
  }
  return all;
}

/** What ran in both together. */
export function bothRan(one: Ran, other: Ran): Ran {
  const both = { ...one };
  for (const [key, counts] of Object.entries(other)) add(both, key, counts);
  return both;
}

function add(to: Ran, key: string, counts: number[]): void {
  const before = to[key];
  to[key] = before ? before.map((count, i) => count + (counts[i] ?? 0)) : counts;
}
