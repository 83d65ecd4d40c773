/** The outcomes of a run, which several files of tests leave in one folder for the report. */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A case on a board, or a day; times in s. */
export interface Outcome {
  /** From the fault's beginning to the line that tells of it, and the line; undefined where the connection was kept. */
  noticed?: { after: number; line: string } | undefined;
  /** From the fault's end until every press had arrived, or was counted as dropped. */
  back: number;
  made: number;
  arrived: number;
  twice: number;
  dropped: number;
  /** JsVars before the fault and after it. The virtual board counts what Espruino's Wi-Fi leaks. */
  memory: [before: number, after: number];
}

export interface DayOutcome {
  faults: number;
  powerCuts: number;
  boots: number;
  made: number;
  /** Presses that the node promises to deliver. */
  owed: number;
  arrived: number;
  twice: number;
  /** JsVars after an hour and at the end. */
  memory: [afterAnHour: number, atTheEnd: number];
}

export interface Outcomes {
  virtual: Record<string, Outcome>;
  real: Record<string, Outcome>;
  /** By seed. */
  days: Record<string, DayOutcome>;
}

/** One file for each, so that tests that run side by side do not write into the same. */
export function record<Kind extends keyof Outcomes>(folder: string, kind: Kind, name: string, outcome: Outcomes[Kind][string]): void {
  writeFileSync(path.join(folder, `${randomUUID()}.json`), JSON.stringify({ [kind]: { [name]: outcome } } satisfies Partial<Record<keyof Outcomes, unknown>>));
}

export function outcomesIn(folder: string): Outcomes {
  const all: Outcomes = { virtual: {}, real: {}, days: {} };
  for (const file of readdirSync(folder)) {
    const one = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Partial<Outcomes>;
    Object.assign(all.virtual, one.virtual);
    Object.assign(all.real, one.real);
    Object.assign(all.days, one.days);
  }
  return all;
}
