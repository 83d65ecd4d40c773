/**
 * Moves each `var` without a value to the beginning of its function. The minifier leaves them at the end, where they do for
 * JavaScript; but Espruino hoists nothing, and would take the name for another variable until then.
 */
import { applyEdits, type Edit } from "./edit-with-map.ts";
import { parseScript, walk, type AnyNode } from "./syntax-tree.ts";

interface Declaration {
  start: number;
  end: number;
  kind: string;
  declarations: { id: { name: string }; init: unknown }[];
}

export function declareFirst(code: string, map: string): { code: string; map: string } {
  const edits: Edit[] = [];
  walk(parseScript(code), (node, parents) => {
    const declared = node as unknown as Declaration;
    if (node.type !== "VariableDeclaration" || declared.kind !== "var" || declared.declarations.some(({ init }) => init)) return;
    const body = parents.findLast((parent, i) => parent.type === "BlockStatement" && /Function/.test(parents[i - 1]?.type ?? ""));
    const [first] = (body?.["body"] ?? []) as AnyNode[];
    const parent = parents.at(-1);
    if (!body || first === node || parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") return;
    const names = declared.declarations.map(({ id }) => id.name).join(",");
    edits.push({ from: body.start + 1, to: body.start + 1, text: `var ${names};` }, { from: declared.start, to: declared.end, text: "" });
  });
  return applyEdits({ code, map }, edits);
}
