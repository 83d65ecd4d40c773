/** The doctor's findings as lines for a person. */
import { safeText } from "../terminal/safe-text.ts";
import type { Finding } from "./diagnose.ts";

const MARKS: Readonly<Record<Finding["verdict"], string>> = { right: "ok   ", wrong: "WRONG", unknown: "  -  " };
const WIDTH = 14;

/** One line for each finding, and one below it for what to do. The board's own words may hold anything. */
export function reportLines(all: readonly Finding[]): string[] {
  const lines = all.flatMap(({ what, verdict, found, todo }) => [
    `${MARKS[verdict]}  ${what.padEnd(WIDTH)} ${safeText(found)}`,
    ...(todo === undefined ? [] : [`${" ".repeat(7)}${"".padEnd(WIDTH)} -> ${safeText(todo)}`]),
  ]);
  const faults = all.filter(({ verdict }) => verdict === "wrong").length;
  return [...lines, "", faults === 0 ? "All is well." : `${faults} ${faults === 1 ? "thing is" : "things are"} wrong.`];
}
