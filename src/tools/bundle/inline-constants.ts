/** Writes numbers and short texts that never change in the place of their names: a name costs Espruino two variables or more, and a look-up each time. */
import { applyEdits, type Edit } from "./edit-with-map.ts";
import { parseScript, usesOf, walk, type AnyNode } from "./syntax-tree.ts";

interface Declarator extends AnyNode {
  id: { name: string };
  init: AnyNode | null;
}

/** Characters. A longer text would be in the chip's flash once for each place that names it. */
const longestText = 16;

/** A number, perhaps a negative one, or a short text. */
function isConstant(init: AnyNode | null): boolean {
  if (init?.type === "UnaryExpression" && init["operator"] === "-") return isConstant(init["argument"] as AnyNode);
  if (init?.type !== "Literal") return false;
  const value = init["value"];
  return typeof value === "number" || (typeof value === "string" && value.length <= longestText);
}

/** Top-level `var name = 5`, as esbuild writes constants: its statement and its text. */
export function inlineConstants(code: string, map: string): { code: string; map: string } {
  const program = parseScript(code);
  const assigned = new Set<string>();
  walk(program, (node) => {
    const target = (node.type === "AssignmentExpression" ? node["left"] : node.type === "UpdateExpression" ? node["argument"] : undefined) as
      AnyNode | undefined;
    if (target?.type === "Identifier") assigned.add(String(target["name"]));
  });
  const uses = usesOf(program);
  const edits: Edit[] = [];
  for (const statement of program.body as unknown as AnyNode[]) {
    if (statement.type !== "VariableDeclaration") continue;
    const all = statement["declarations"] as Declarator[];
    const constants = all.filter(({ id, init }) => isConstant(init) && !assigned.has(id.name));
    for (const { id, init } of constants) {
      const value = code.slice(init?.start, init?.end);
      for (const { start, end } of uses.get(id.name)?.all ?? []) edits.push({ from: start, to: end, text: value });
    }
    if (constants.length === all.length) edits.push({ from: statement.start, to: statement.end, text: "" });
    else for (const one of constants) edits.push({ from: one.init?.start ?? 0, to: one.init?.end ?? 0, text: "0" }); // it goes with the rest
  }
  return applyEdits({ code, map }, edits);
}
