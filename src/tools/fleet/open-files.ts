/** How many files this process may open: each connection is one, here and in the broker. */
import { exitCodes, UserError } from "../command-line/user-error.ts";

/** What the program itself has open, and the broker. */
const others = 100;

/** How many files this process may have open. Node.js raises the limit as far as it may when it starts. Infinity if there is no limit. */
export function openFileLimit(): number {
  const report: object = process.report.getReport();
  const limits = field(report, "userLimits");
  const limit = field(field(limits, "open_files"), "soft");
  return typeof limit === "number" ? limit : Infinity;
}

/** @throws {UserError} when so many nodes need more files than this process may open */
export function checkOpenFiles(nodes: number, limit = openFileLimit()): void {
  const needed = nodes + others;
  if (needed <= limit) return;
  const advice = `raise the limit with ulimit -n ${needed} in the same shell (as root, if the shell refuses), or add --simulate`;
  throw new UserError(`${nodes} nodes need ${needed} open files, and ${limit} are allowed: ${advice}`, exitCodes.usage);
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Object.getOwnPropertyDescriptor(holder, name)?.value : undefined;
}
