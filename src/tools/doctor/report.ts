/** The doctor's findings as lines for a person. */
import { safeText } from "../terminal/safe-text.ts";
import type { Finding } from "./diagnose.ts";

const marks: Readonly<Record<Finding["verdict"], string>> = { right: "ok   ", wrong: "WRONG", unknown: "  -  " };
const titleWidth = 14;

/** One line for each finding, and one below it for what to do. The board's own words may hold anything. */
export function reportLines(all: readonly Finding[]): string[] {
  const lines = all.flatMap(({ what, verdict, found, todo }) => [
    `${marks[verdict]}  ${what.padEnd(titleWidth)} ${safeText(found)}`,
    ...(todo === undefined ? [] : [`${" ".repeat(7)}${"".padEnd(titleWidth)} -> ${safeText(todo)}`]),
  ]);
  const faults = all.filter(({ verdict }) => verdict === "wrong").length;
  return [...lines, "", faults === 0 ? "All is well." : `${faults} ${faults === 1 ? "thing is" : "things are"} wrong.`];
}
