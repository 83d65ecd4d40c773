/** Regular expressions: Espruino's matcher knows few constructs, and most of the others it misreads without a word. */
import { row, type Row } from "./row.ts";

/** Each is looked for outside character classes, with escaped characters taken away unless they are its subject. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/\(\?/, "`(?` (non-capturing groups, look-around, named groups): use a plain group"],
  [/\([^)]*\|/, "alternatives inside a group: use an expression for each"],
  [/\^.*\|/, "`^` in any alternative but the last: use an expression for each"],
  [/\)[*+]/, "a repeated group: take the text apart with split or a loop"],
  [/\{\d/, "`{n}`: repeat the part"],
  [/[*+?]\?/, "lazy quantifiers: exclude the end character, as in [^x]*x"],
  [/\?/, "`?` (optional): use two expressions"],
  [/\\[bB]/, "`\\b`: compare the neighbours"],
  [/\\[1-9]/, "back references: compare the groups afterwards"],
  [/\\[xu]/, "`\\x` and `\\u` escapes outside a class: use the character, or a class"],
];

/** Takes character classes away and blanks escaped punctuation, so that what is left is structure. */
function structure(pattern: string): string {
  return pattern.replace(/\[(?:\\.|[^\]\\])*\]/g, "C").replace(/\\[^\w]/g, "E");
}

function fault(pattern: string, flags: string): string | undefined {
  if (/[^gi]/.test(flags)) return "flags other than g and i";
  if (/\[(?:\\.|[^\]\\])*?(?<!\\)\/(?:\\.|[^\]\\])*\]/.test(pattern)) return "an unescaped `/` in a class: write [\\/]";
  const plain = structure(pattern);
  return faults.find(([what]) => what.test(plain))?.[1];
}

const regex = row("regex", "Espruino's regular expressions lack this.", (context) => ({
  Literal(node) {
    if (!("regex" in node)) return;
    const found = fault(node.regex.pattern, node.regex.flags);
    if (found !== undefined) context.report({ node, message: `Espruino's regular expressions lack ${found}.` });
  },
}));

export const regexRows: readonly Row[] = [regex];
