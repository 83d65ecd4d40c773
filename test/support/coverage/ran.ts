/** Which characters of a script have run, from V8's block coverage. */
import type { Profiler } from "node:inspector";

/** By a script's name and length, `name:length`: for each character "1" if it ran in any script so called, else "0". */
export type Ran = Record<string, string>;

/** What a worker hands over after each test file. */
export interface Taken {
  result: (Profiler.ScriptCoverage & { startOffset: number })[];
  onBoard: Ran;
}

/** What ran in all scripts whose names `wanted` takes. */
export function whatRan(scripts: readonly Profiler.ScriptCoverage[], wanted: (name: string) => boolean): Ran {
  const all = new Map<string, Uint8Array>();
  for (const { url, functions } of scripts) {
    if (!wanted(url)) continue;
    const ranges = functions.flatMap((one) => one.ranges);
    const length = Math.max(...ranges.map(({ endOffset }) => endOffset));
    const marks = new Uint8Array(length);
    // What is inside comes after what is around it, and says it better.
    for (const { startOffset, endOffset, count } of ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)) {
      marks.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    }
    const key = `${url}:${length}`;
    const before = all.get(key);
    all.set(key, before ? before.map((mark, i) => mark | (marks[i] ?? 0)) : marks);
  }
  return Object.fromEntries([...all].map(([key, marks]) => [key, marks.join("")]));
}

/** What ran in either. */
export function bothRan(one: Ran, other: Ran): Ran {
  const both = { ...one };
  for (const [key, marks] of Object.entries(other)) {
    const before = both[key];
    both[key] = before === undefined ? marks : marks.replace(/0/g, (_mark, i: number) => before[i] ?? "0");
  }
  return both;
}
