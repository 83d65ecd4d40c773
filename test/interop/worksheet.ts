/** The table of docs/practical.md that mends the second listing. */
import { readFileSync } from "node:fs";
import { inlineCode } from "../support/doc-pages.ts";

const page = readFileSync("docs/practical.md", "utf8");

export interface Mend {
  /** What stands in the program. */
  wrong: string;
  /** The last line of Python's answer. */
  says: string;
  /** What is to stand there. */
  right: string;
}

/** The mistakes of the second listing, in the order in which Python finds them. */
export function mends(): Mend[] {
  return [...page.matchAll(/^\| `(.+?)` \| `(\w+Error: .+?)` \| `(.+?)` \|$/gm)].map(([, wrong = "", says = "", right = ""]) => ({ wrong, says, right }));
}

/** The command between backticks that begins with this program. @throws {Error} when the page has none */
export function inlineCommand(program: string): string {
  const command = inlineCode(page).find((text) => text.startsWith(`${program} `));
  if (command === undefined) throw new Error(`docs/practical.md has no command ${program}`);
  return command;
}
