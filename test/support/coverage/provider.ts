/** Counts what the tests ran: in their own processes, as Vitest does, and on the virtual board. */
import { V8CoverageProvider } from "@vitest/coverage-v8/dist/provider.js";
import type { AfterSuiteRunMeta } from "vitest";
import type { ReportContext, Vitest } from "vitest/node";
import { placesThatRan, type Place } from "./chip-programs.ts";
import { bothRan, type Ran, type Taken } from "./ran.ts";

/** Of Istanbul's coverage of a file, what is needed here. */
interface FileCoverage {
  statementMap: Record<string, Range>;
  fnMap: Record<string, { loc: Range }>;
  branchMap: Record<string, { locations: Partial<Range>[] }>;
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

interface Range {
  start: Place;
  end: Place;
}

interface CoverageMap {
  files(): string[];
  fileCoverageFor(file: string): { data: FileCoverage };
}

/** Counts in Vitest's own process. */
export class Provider extends V8CoverageProvider {
  private _onBoard: Ran = {};

  override initialize(vitest: Vitest): void {
    super.initialize(vitest);
    // Workers load the module of this file, not V8's own.
    this.options = { ...this.options, provider: "custom" };
  }

  override onAfterSuiteRun(meta: AfterSuiteRunMeta): void {
    const taken: unknown = meta.coverage;
    const { result, onBoard } = taken as Taken;
    this._onBoard = bothRan(this._onBoard, onBoard);
    super.onAfterSuiteRun({ ...meta, coverage: { result } });
  }

  override async generateCoverage(context: ReportContext): ReturnType<V8CoverageProvider["generateCoverage"]> {
    const all: unknown = await super.generateCoverage(context);
    const files = all as CoverageMap;
    const places = await placesThatRan(this._onBoard, this.ctx.config.root);
    for (const file of files.files()) count(files.fileCoverageFor(file).data, places.get(file) ?? []);
    return files;
  }
}

/** Counts as run what holds one of these places. */
function count(file: FileCoverage, ran: readonly Place[]): void {
  const isIn = ({ start, end }: Partial<Range>): boolean => start !== undefined && end !== undefined && ran.some((place) => !isBefore(place, start) && isBefore(place, end));
  for (const [id, range] of Object.entries(file.statementMap)) if (isIn(range)) file.s[id] = (file.s[id] ?? 0) + 1;
  for (const [id, { loc }] of Object.entries(file.fnMap)) if (isIn(loc)) file.f[id] = (file.f[id] ?? 0) + 1;
  for (const [id, { locations }] of Object.entries(file.branchMap)) {
    const counts = file.b[id] ?? [];
    for (const [i, location] of locations.entries()) if (isIn(location)) counts[i] = (counts[i] ?? 0) + 1;
  }
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
