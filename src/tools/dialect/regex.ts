/** Regular expressions: Espruino's matcher knows few constructs, and most of the others it misreads without a word. */
import { row, type Row } from "./row.ts";

/** Each is looked for outside of character classes. */
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
];

function fault(pattern: string, flags: string): string | undefined {
  if (/[^gi]/.test(flags)) return "flags other than g and i";
  // Escaped punctuation is not structure, and neither is what stands in a class.
  const plain = pattern.replace(/\\[^\w]/g, "E");
  if (/\\u/.test(plain)) return "`\\u` escapes: strings are bytes, use \\x";
  if (/\[[^\]]*\//.test(plain)) return "an unescaped `/` in a class: write [\\/]";
  if (/\[[^\]]*\[/.test(plain)) return "an unescaped `[` in a class: write [\\[]";
  const structure = plain.replace(/\[[^\]]*\]/g, "C");
  return faults.find(([what]) => what.test(structure))?.[1];
}

const lack = "Espruino's regular expressions lack";

const regex = row("regex", lack, (context) => ({
  Literal(node) {
    if (!("regex" in node)) return;
    const found = fault(node.regex.pattern, node.regex.flags);
    if (found !== undefined) context.report({ node, message: `${lack} ${found}.` });
  },
}));

export const regexRows: readonly Row[] = [regex];
