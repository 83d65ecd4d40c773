/** Writes numbers that never change in the place of their names: a name costs Espruino two variables, and a look-up each time. */
import { applyEdits, type Edit } from "./edit-with-map.ts";
import { parseScript, usesOf, walk, type AnyNode } from "./syntax-tree.ts";

interface Declarator extends AnyNode {
  id: { name: string };
  init: AnyNode | null;
}

/** Top-level `var name = 5`, as esbuild writes constants: its statement and its text. */
export function inlineNumbers(code: string, map: string): { code: string; map: string } {
  const program = parseScript(code);
  const assigned = new Set<string>();
  walk(program, (node) => {
    const target = (node.type === "AssignmentExpression" ? node["left"] : node.type === "UpdateExpression" ? node["argument"] : undefined) as
      AnyNode | undefined;
    if (target?.type === "Identifier") assigned.add(String(target["name"]));
  });
  const uses = usesOf(program);
  const edits: Edit[] = [];
  const isNumber = ({ id, init }: Declarator): boolean => init?.type === "Literal" && typeof init["value"] === "number" && !assigned.has(id.name);
  for (const statement of program.body as unknown as AnyNode[]) {
    if (statement.type !== "VariableDeclaration") continue;
    const all = statement["declarations"] as Declarator[];
    const numbers = all.filter(isNumber);
    for (const { id, init } of numbers) {
      const value = code.slice(init?.start, init?.end);
      for (const { start, end } of uses.get(id.name)?.all ?? []) edits.push({ from: start, to: end, text: value });
    }
    if (numbers.length === all.length) edits.push({ from: statement.start, to: statement.end, text: "" });
    else for (const one of numbers) edits.push({ from: one.init?.start ?? 0, to: one.init?.end ?? 0, text: "0" }); // it goes with the rest
  }
  return applyEdits({ code, map }, edits);
}
