/** What stands in for a person at a tool: it remembers the lines, and shows no bar. */
import type { Progress } from "../../src/tools/terminal/person.ts";

/** @param said where each line goes */
export function progressInto(said: string[]): Progress {
  return { say: (line) => void said.push(line), bar: () => ({ add: () => undefined, end: () => undefined }) };
}
