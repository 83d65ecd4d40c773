/** Syntax that Node.js has but Espruino lacks, and that would lead out of the board: `import()` loads the computer's modules. */
import { parse, type Node } from "acorn";

/** The first word that Espruino does not know, named as Espruino names it. Undefined if it knows them all, or if the text is not a program. */
export function foreignWord(source: string): string | undefined {
  // Nearly no program has the letters, so nearly none is parsed. A keyword cannot be written with escapes.
  if (!/\b(import|async)\b/.test(source)) return undefined;
  try {
    return wordIn(parse(source, { ecmaVersion: "latest" }));
  } catch {
    // What only V8 can read, being newer or nested deeper than this parser knows, must not pass unseen.
    return /\bimport\b/.test(source) ? "import" : undefined;
  }
}

function wordIn(node: Node): string | undefined {
  if (node.type === "ImportExpression" || node.type === "MetaProperty") return "import";
  if ("async" in node && node.async === true) return "async";
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      const found = isNode(child) ? wordIn(child) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
