/** The measures of a fleet as a table for the terminal. */
import { peak } from "./arrivals.ts";
import type { Jitter } from "./jitter.ts";
import type { Costs, Result } from "./measures.ts";

export type Results = readonly (readonly [jitter: Jitter, result: Result])[];

/** The peak with jitter may be this part of that without. */
export const boundOfPeak = 0.1;

/** One row for each measure, one column for each way of waiting. */
export function table(results: Results): string {
  const row = (label: string, cell: (result: Result) => string): string[] => [label, ...results.map(([, result]) => cell(result))];
  const costs = (label: string, cell: (costs: Costs) => string): string[][] =>
    results.every(([, result]) => result.costs !== undefined) ? [row(label, (result) => (result.costs ? cell(result.costs) : ""))] : [];
  const rows = [
    ["", ...results.map(([jitter]) => jitter)],
    row("most attempts to connect within a second", ({ attempts }) => String(peak(attempts))),
    row("most connections within a second", ({ connections }) => String(peak(connections))),
    row("attempts to connect in all", ({ attempts }) => String(attempts.length)),
    row("seconds until all nodes are back", ({ allBack }) => seconds(allBack / 1000)),
    ...costs("CPU seconds of the broker until then", ({ brokerCpu }) => seconds(brokerCpu)),
    ...costs("CPU seconds of the nodes until then", ({ fleetCpu }) => seconds(fleetCpu)),
    ...costs("presses sent", ({ presses }) => String(presses.sent)),
    ...costs("presses lost", ({ presses }) => String(presses.lost)),
    ...costs("presses repeated", ({ presses }) => String(presses.repeated)),
  ];
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "))
    .join("\n");
}

/** The peaks with jitter, as parts of those without; undefined unless both were measured. */
export function ratios(results: Results): { attempts: number; connections: number } | undefined {
  const measured = new Map(results);
  const jittered = measured.get("with jitter");
  const plain = measured.get("without jitter");
  if (jittered === undefined || plain === undefined) return undefined;
  return {
    attempts: peak(jittered.attempts) / peak(plain.attempts),
    connections: peak(jittered.connections) / peak(plain.connections),
  };
}

function seconds(value: number): string {
  return Number.isNaN(value) ? "not measured" : value.toFixed(1);
}
