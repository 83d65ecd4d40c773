/** The whole job beside another program's, with the bounds that are set for it. */
import { median } from "./median.ts";
import type { Gauge } from "./meter.ts";
import type { NodeContestant } from "./node-contestant.ts";
import type { NodeCosts, NodeMemory } from "./node-measures.ts";

export interface Row {
  readonly what: string;
  readonly ours: number;
  /** The other program's, where it has such a thing. */
  readonly theirs?: number;
  /** What is held against the bounds: a ratio, or ours itself. */
  readonly held: number;
  readonly must: number;
  readonly aim?: number;
}

/** What was measured. Rounds of both programs took turns, so that a machine that grew busy was so for both. */
export interface NodeResults {
  bytes: number;
  memory: NodeMemory;
  /** That the costs were measured with. */
  gauge: Gauge;
  ours: readonly NodeCosts[];
  theirs: readonly NodeCosts[];
  signed: readonly number[];
  /** Rounds of ours on an interpreter that nothing slowed down. */
  timed: readonly NodeCosts[];
}

export function nodeRows({ bytes, memory, gauge, ours, theirs, signed, timed }: NodeResults): Row[] {
  const { unit } = gauge;
  const cost = (rounds: readonly NodeCosts[], key: "word" | "json" | "press" | "burst"): number => median(rounds.map((round) => round[key]));
  const against = (key: "word" | "press" | "burst"): { ours: number; theirs?: number; held: number } => {
    const own = cost(ours, key);
    const other = cost(theirs, key);
    return theirs.length > 0 ? { ours: own, theirs: other, held: own / other } : { ours: own, held: NaN };
  };
  const slowest = Math.max(...timed.map(({ pressInBurst }) => pressInBurst));
  const wrong = [...ours, ...timed].filter(({ bursts }) => !bursts).length;
  return [
    { what: "JsVars, idle and connected, one sensor, journal 0", ours: memory.withoutJournal, held: memory.withoutJournal, must: 1200, aim: 900 },
    { what: "the same with messages that wait in flash", ours: memory.idle, held: memory.idle, must: 1600 },
    { what: "bytes of flash, all files of dist/", ours: bytes, held: bytes, must: 65_536, aim: 28_672 },
    { what: "JsVars more after 1000 presses, 1000 commands, 50 reconnects", ours: memory.growth, held: memory.growth, must: 0 },
    { what: `${unit} for a press with its release`, ...against("press"), must: 2.5, aim: 1.2 },
    { what: `${unit} for a word command`, ...against("word"), must: 1.5, aim: 0.9 },
    { what: `${unit} for a JSON command with three keys, against the word`, ours: cost(ours, "json"), held: cost(ours, "json") / cost(ours, "word"), must: 2 },
    { what: `${unit} for a signed command, against the word`, ours: median(signed), held: median(signed) / cost(ours, "word"), must: 4 },
    { what: `${unit} for a command of a burst of ${gauge.burst}`, ...against("burst"), must: 1.5, aim: 0.6 },
    { what: "bursts after which something was wrong", ours: wrong, held: wrong, must: 0 },
    { what: "s for a press amid a burst", ours: slowest, held: slowest, must: 1 },
  ];
}

/** A measure that is over its bound, or that could not be taken. */
export function isOver({ held, must }: Row): boolean {
  return !(held <= must);
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

export function nodeTable(peer: NodeContestant | undefined, rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = ["the whole node", "ours", ...(peer ? [peer.name, "ratio"] : []), "must", "aim"];
  return [
    line(head),
    line(head.map((_, i) => (i === 0 ? "---" : "---:"))),
    ...rows
      // A ratio needs the other program.
      .filter(({ held }) => !Number.isNaN(held))
      .map((row) => {
        const ratio = row.held === row.ours ? "" : number(row.held);
        const own = `${number(row.ours)}${isOver(row) ? " OVER" : ""}`;
        return line([
          row.what,
          own,
          ...(peer ? [row.theirs === undefined ? "" : number(row.theirs), ratio] : []),
          number(row.must),
          row.aim === undefined ? "" : number(row.aim),
        ]);
      }),
  ].join("\n");
}
