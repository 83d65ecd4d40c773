/** The text of docs/faults.md. */
import type { FaultCase } from "./case.ts";
import { groups } from "./cases.ts";
import type { DayOutcome, Outcome, Outcomes } from "./outcomes.ts";
import { seeds } from "./seeds.ts";

/** What the run ran on. */
export interface RanOn {
  /** Such as "27 November 2026". */
  date: string;
  node: string;
  /** The interpreter's version; undefined where there was none. */
  espruino: string | undefined;
}

export function report({ virtual, real, days }: Outcomes, { date, node, espruino }: RanOn): string {
  const interpreter = espruino === undefined ? "not on the real interpreter" : `on Espruino ${espruino} for Linux`;
  return [
    "# Faults",
    "",
    "What goes wrong around a node, what the node promises, and what it did. This page is written by",
    "`REPORT=1 npm run test:faults` from a run of the suite; the cases are data (`test/faults/cases.ts`).",
    "",
    `Last run on ${date}: on the virtual ESP32 under Node.js ${node}, and ${interpreter}.`,
    "",
    "- The virtual ESP32 runs on virtual time, with the node's default times, and gives the same numbers each time. The real",
    "  interpreter runs on real time, and faults last shorter there; where a case breaks the connection, its waits are set short",
    "  (`retry` at most 0.2 s, `keepalive` 5 s, 3 s for an answer and for a receipt).",
    '- "Noticed" is the time from the fault\'s beginning to the console\'s line, "back" the time from the fault\'s end until every',
    "  press had arrived. A fault that is over at once ends as it begins.",
    '- "Twice" are repeats, which QoS 1 allows: the same text with the same `node`, `boot` and `seq`. After each case a command is',
    "  done and answered, one more press arrives, no number is missing, and the node holds as many watches, listeners and global",
    "  variables as before.",
    "- JsVars on the real interpreter are those before the fault and after it. The few more are what health tells of the last",
    "  outage, and what is known of a message at which a connection ended, until one has lasted 30 s; that nothing piles up over",
    "  50 outages is shown by `test/node/growth.test.ts`.",
    ...groups.flatMap(([title, cases]) => ["", `## ${title}`, "", ...tableOf(cases, virtual, real)]),
    "",
    "## Days",
    "",
    "24 virtual hours on the virtual ESP32: faults of all these kinds follow each other at random, each for up to ten minutes,",
    "with power cuts at any moment, and presses all along.",
    "",
    "- A press is promised unless the power went within 6 s of it: see [limits](limits.md#limits).",
    "- Of each boot the numbers that arrived are 1, 2, 3 and so on, without a gap; no number stands for two presses.",
    "- Watches, listeners and global variables are as many at the end as after the first hour. The virtual board's JsVars are the",
    "  node's, taken to be 1200, and what Espruino's Wi-Fi has leaked since the last start.",
    "",
    "| seed | faults | power cuts | boots | presses | promised | arrived | twice | JsVars after an hour, at the end |",
    "|---|---|---|---|---|---|---|---|---|",
    ...seeds.map((seed) => dayRow(seed, days[seed])),
    "",
  ].join("\n");
}

function tableOf(cases: readonly FaultCase[], virtual: Outcomes["virtual"], real: Outcomes["real"]): string[] {
  const rows = cases.map((one) => {
    const onReal = one.on === "both boards" ? realCell(real[one.name]) : `not played: ${one.why}`;
    return `| ${one.name} | ${one.promise} | ${cell(virtual[one.name])} | ${onReal} |`;
  });
  return ["| case | the node promises | on the virtual ESP32 | on the real interpreter |", "|---|---|---|---|", ...rows];
}

function cell(outcome: Outcome | undefined): string {
  if (!outcome) return "not run";
  const { noticed, back, made, arrived, twice, dropped } = outcome;
  const told = noticed ? `noticed after ${seconds(noticed.after)} (\`${noticed.line.replaceAll("|", "/")}\`), back after ${seconds(back)}` : "connection kept";
  const lost = dropped > 0 ? `, ${dropped} dropped and counted` : "";
  return `${told}; ${arrived} of ${made} presses arrived${lost}, ${twice} twice`;
}

function realCell(outcome: Outcome | undefined): string {
  return outcome ? `${cell(outcome)}; JsVars ${outcome.memory.join(", ")}` : cell(outcome);
}

function dayRow(seed: number, day: DayOutcome | undefined): string {
  if (!day) return `| ${seed} | not run | | | | | | | |`;
  const { faults, powerCuts, boots, made, owed, arrived, twice, memory } = day;
  return `| ${[seed, faults, powerCuts, boots, made, owed, arrived, twice, memory.join(", ")].join(" | ")} |`;
}

/** With one decimal. */
function seconds(time: number): string {
  return `${time.toFixed(1)} s`;
}
