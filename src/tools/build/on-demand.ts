/**
 * Saves RAM on the chip: a function that begins with the directive "on demand" takes in every function that only it
 * needs. Espruino keeps 5 to 9 JsVars for a function as long as its scope exists; inside another function that scope is
 * made when that one is called, and gone when it returns.
 */
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { type FunctionDeclaration, type Node, parse } from "acorn";

const directive = "on demand";

/** What acorn gives has these anywhere; the walk needs to know no more. */
type AnyNode = Node & Record<string, unknown>;

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

/** Visits `node` and all below it; `parent` is what a node stands in. */
function walk(node: AnyNode, visit: (node: AnyNode, parent: AnyNode | undefined) => void, parent?: AnyNode): void {
  visit(node, parent);
  for (const child of children(node)) walk(child, visit, node);
}

function isFunction(node: AnyNode): node is AnyNode & FunctionDeclaration {
  return node.type === "FunctionDeclaration";
}

function begins(node: FunctionDeclaration): Node | undefined {
  const [first] = node.body.body;
  return first && "directive" in first && first.directive === directive ? first : undefined;
}

/** Where a name is mentioned in a statement: as the function of a call, or as anything else. */
function mentions(statement: AnyNode): { called: Set<string>; handedOn: Set<string> } {
  const called = new Set<string>();
  const handedOn = new Set<string>();
  walk(statement, (node, parent) => {
    if (node.type !== "Identifier" || typeof node.name !== "string" || !parent) return;
    const isKey = !parent.computed && (parent.property === node || (parent.key === node && parent.value !== node));
    if (isKey || parent.id === node) return;
    if (parent.type === "CallExpression" && parent.callee === node) called.add(node.name);
    else handedOn.add(node.name);
  });
  return { called, handedOn };
}

/**
 * The functions among `statements` that can move into `root`: those that are only called, and only by `root` and by
 * others that move. One that is handed on as a value may be kept somewhere, and would keep its scope.
 */
function movable(statements: AnyNode[], root: AnyNode): AnyNode[] {
  const uses = new Map(statements.map((statement) => [statement, mentions(statement)]));
  const nameOf = (node: AnyNode): string => (isFunction(node) ? node.id.name : "");
  let moving = new Set(statements.filter((node) => isFunction(node) && node !== root));
  for (let before = -1; before !== moving.size; ) {
    before = moving.size;
    moving = new Set(
      [...moving].filter((node) =>
        [...uses].every(([user, { called, handedOn }]) => {
          const name = nameOf(node);
          if (user === root) return true;
          return !handedOn.has(name) && (!called.has(name) || moving.has(user));
        }),
      ),
    );
  }
  return [...moving];
}

/** Which line of `code` each line of the result is: whole functions move, so whole lines do. */
function order(code: string): number[] {
  const lines = code.split("\n").map((_, index) => index);
  const program = parse(code, { ecmaVersion: 2022, locations: true });
  if (!isNode(program)) return lines;
  const result = [...lines];
  walk(program, (scope) => {
    const statements = Array.isArray(scope.body) ? scope.body.filter(isNode) : [];
    for (const root of statements.filter(isFunction)) {
      const first = begins(root);
      if (!first) continue;
      if (root.params.length > 0 || root.body.body.length !== 2) {
        throw new Error(`"${directive}" in ${root.id.name}: no parameters, and only a return statement may follow`);
      }
      const moved = new Set(
        movable(statements, root).flatMap(({ loc }) => lines.filter((line) => loc && line + 1 >= loc.start.line && line + 1 <= loc.end.line)),
      );
      const at = (first.loc?.start.line ?? 1) - 1;
      const others = result.filter((line) => !moved.has(line));
      result.splice(0, result.length, ...others.flatMap((line) => (line === at ? [...moved] : [line])));
    }
  });
  return result;
}

/** The same program with its functions moved, and the source map moved with them. Each function must have lines of its own. */
export function onDemand(code: string, map: string): { code: string; map: string } {
  const lines = order(code);
  const codeLines = code.split("\n");
  const payload = JSON.parse(map) as { mappings: string };
  const mappings = decode(payload.mappings);
  return {
    code: lines.map((line) => codeLines[line]).join("\n"),
    map: JSON.stringify({ ...payload, mappings: encode(lines.map((line) => mappings[line] ?? [])) }),
  };
}
