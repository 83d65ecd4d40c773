/**
 * Saves RAM on the chip: a function that begins with the directive "on demand" takes in every function that only it
 * needs. Espruino keeps 5 to 9 JsVars for a function as long as its scope exists; inside another function that scope is
 * made when that one is called, and gone when it returns.
 */
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
  const nameOf = (node: AnyNode): string => (isFunction(node) && node.id ? node.id.name : "");
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

/** A line of the result is a whole line of `code`; the answer is which one, so that a source map can follow. */
export function onDemand(code: string): number[] {
  const lines = code.split("\n");
  const order = lines.map((_, index) => index);
  const scopes: { statements: AnyNode[]; root: AnyNode & FunctionDeclaration; first: Node }[] = [];
  const program = parse(code, { ecmaVersion: 2022, locations: true });
  if (isNode(program)) {
    walk(program, (node) => {
      const statements = Array.isArray(node.body) ? node.body.filter(isNode) : [];
      for (const root of statements.filter(isFunction)) {
        const first = begins(root);
        if (first) scopes.push({ statements, root, first });
      }
    });
  }
  for (const { statements, root, first } of scopes) {
    if (root.params.length > 0 || root.body.body.length !== 2) throw new Error(`"${directive}" in ${root.id.name}: only its return statement may follow`);
    const at = order.indexOf((first.loc?.start.line ?? 0) - 1);
    const moved = movable(statements, root).flatMap((node) => {
      const from = (node.loc?.start.line ?? 0) - 1;
      return lines.map((_, index) => index).slice(from, node.loc?.end.line ?? from);
    });
    order.splice(at, 1, ...moved.map((line) => -1 - line));
    for (const line of moved) order.splice(order.indexOf(line), 1);
  }
  return order.map((line) => (line < 0 ? -1 - line : line));
}
