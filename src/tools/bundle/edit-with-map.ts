/** Edits of a script that keep its source map right. */
import { decode, encode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";

/** Text to put in the place of `from`..`to`, offsets into the script. Edits do not overlap. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface MappedScript {
  readonly code: string;
  /** A source map in JSON. */
  readonly map: string;
}

/** Applies edits, each within one line. */
export function applyEdits({ code, map }: MappedScript, edits: readonly Edit[]): MappedScript {
  const lines = code.split("\n");
  const payload = JSON.parse(map) as { mappings: string };
  const mappings = decode(payload.mappings);
  const starts = lineStarts(lines);
  // From the end, so that what is still to be edited keeps its place.
  for (const { from, to, text } of edits.toSorted((a, b) => b.from - a.from)) {
    const line = starts.findLastIndex((start) => start <= from);
    const column = from - (starts[line] ?? 0);
    const before = lines[line] ?? "";
    lines[line] = before.slice(0, column) + text + before.slice(column + to - from);
    for (const segment of mappings[line] ?? []) if (segment[0] >= column + to - from) segment[0] += text.length - (to - from);
  }
  return { code: lines.join("\n"), map: JSON.stringify({ ...payload, mappings: encode(mappings) }) };
}

function lineStarts(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** A line of the script, by its number, or a new one. */
export type LineOrText = number | string;

/** Puts the script's lines into another order, with new ones between. */
export function arrange({ code, map }: MappedScript, order: readonly LineOrText[]): MappedScript {
  const lines = code.split("\n");
  const payload = JSON.parse(map) as { mappings: string };
  const mappings = decode(payload.mappings);
  const moved: SourceMapMappings = order.map((line) => (typeof line === "number" ? (mappings[line] ?? []) : []));
  return {
    code: order.map((line) => (typeof line === "number" ? (lines[line] ?? "") : line)).join("\n"),
    map: JSON.stringify({ ...payload, mappings: encode(moved) }),
  };
}
