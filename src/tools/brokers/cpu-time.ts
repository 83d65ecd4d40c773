/** The CPU time of another process, as Linux tells it. */
import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second on every machine (USER_HZ). */
const ticksPerSecond = 100;

/** CPU seconds that a process has used; 0 if it has ended, NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  if (process.platform !== "linux") return NaN;
  try {
    // The second field is the program's name in parentheses, which may hold blanks. utime and stime are fields 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
