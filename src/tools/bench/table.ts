/** The bench's answer as a table in Markdown: a column for each client, with the ratio of ours to it. */
import type { Contestant } from "./contestant.ts";
import type { Measures } from "./measure.ts";

const rows: readonly [label: string, key: keyof Measures, digits: number][] = [
  ["JsVars, connected and subscribed", "vars", 0],
  ["µs for a QoS 0 publish of 60 bytes", "publish", 0],
  ["µs for a message received, burst of 2000", "receive", 0],
  ["messages of the burst that arrived", "arrived", 0],
  ["reconnects out of 50", "reconnects", 0],
  ["JsVars more after them", "growth", 0],
];

function cell(value: number, own: number, digits: number): string {
  if (!Number.isFinite(value)) return "no answer";
  if (value === 0) return "0";
  const ratio = Number.isFinite(own) ? ` (${(own / value).toFixed(2)})` : "";
  return value.toFixed(digits) + ratio;
}

/** `measures` is missing where there is no interpreter. Ours comes first; in brackets, ours divided by theirs. */
export function table(contestants: readonly Contestant[], measures: readonly Measures[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const values = (own: number, all: readonly number[], digits: number): string[] =>
    all.map((value, index) => (index === 0 ? cell(value, NaN, digits) : cell(value, own, digits)));
  const bytes = contestants.map(({ code }) => code.length);
  return [
    line(["", ...contestants.map(({ name }) => name)]),
    line(["---", ...contestants.map(() => "---:")]),
    line(["bytes, minified", ...values(bytes[0] ?? NaN, bytes, 0)]),
    ...(measures.length === 0 ? [] : rows).map(([label, key, digits]) =>
      line([label, ...values(measures[0]?.[key] ?? NaN, measures.map((measure) => measure[key]), digits)]),
    ),
  ].join("\n");
}
