/** Counts what the tests ran: in their own processes, as Vitest does, and on the virtual board. */
import { V8CoverageProvider } from "@vitest/coverage-v8/dist/provider.js";
import type { AfterSuiteRunMeta } from "vitest";
import type { ReportContext, Vitest } from "vitest/node";
import { countedPlaces, type CountedPlace, type Place } from "./chip-programs.ts";
import { bothRan, type Ran, type Taken } from "./ran.ts";

/** Of Istanbul's coverage of a file, what is needed here. */
interface FileCoverage {
  statementMap: Record<string, Range>;
  fnMap: Record<string, { loc: Range }>;
  branchMap: Record<string, Branch>;
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

interface Range {
  start: Place;
  end: Place;
}

interface Branch {
  type: string;
  loc: Range;
  /** Of an `if` without `else` the second one has no numbers. */
  locations: Range[];
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
    const places = await countedPlaces(this._onBoard, this.ctx.config.root);
    for (const file of files.files()) count(files.fileCoverageFor(file).data, places.get(file) ?? []);
    return files;
  }
}

/** Counts as run what holds a place that ran. */
function count(file: FileCoverage, places: readonly CountedPlace[]): void {
  const statements = Object.values(file.statementMap).toSorted((a, b) => (isBefore(a.start, b.start) ? -1 : 1));
  const ran = (range: Range): boolean => places.some((place) => place.count > 0 && isIn(place, range));
  for (const [id, range] of Object.entries(file.statementMap)) if (ran(range)) file.s[id] = (file.s[id] ?? 0) + 1;
  for (const [id, { loc }] of Object.entries(file.fnMap)) if (ran(loc)) file.f[id] = (file.f[id] ?? 0) + 1;
  for (const [id, branch] of Object.entries(file.branchMap)) {
    const counts = file.b[id] ?? [];
    const { locations } = branch;
    const ways = branch.type === "if" && locations[1]?.start.line === undefined ? waysOfIf(branch.loc, statements, places) : locations.map(ran);
    for (const [i, wasTaken] of ways.entries()) if (wasTaken) counts[i] = (counts[i] ?? 0) + 1;
  }
}

/**
 * Whether an `if` without `else` was true, and whether it was false: as often as its condition ran and what it guards did not. A `return`
 * that the minifier has turned into a condition of what follows has no place; then what follows tells.
 */
function waysOfIf(whole: Range, statements: readonly Range[], places: readonly CountedPlace[]): boolean[] {
  const guarded = statements.find(({ start, end }) => isBefore(whole.start, start) && !isBefore(whole.end, end));
  if (!guarded) return [];
  const next = statements.find(({ start }) => !isBefore(start, whole.end));
  const asked = countIn({ start: whole.start, end: guarded.start }, places) ?? 0;
  const taken = countIn(guarded, places) ?? asked - ((next && countIn(next, places)) ?? asked);
  return [taken > 0, asked > taken];
}

/** How often what stands first in a range ran; undefined if nothing of it is in the programs. */
function countIn(range: Range, places: readonly CountedPlace[]): number | undefined {
  let first: CountedPlace | undefined;
  for (const place of places) if (isIn(place, range) && (!first || isBefore(place, first))) first = place;
  return first?.count;
}

function isIn(place: Place, { start, end }: Range): boolean {
  return !isBefore(place, start) && isBefore(place, end);
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
