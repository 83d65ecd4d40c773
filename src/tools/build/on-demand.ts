/**
 * Saves RAM on the chip: a function that begins with the directive "on demand" takes in every function that only it (or
 * another of its kind) needs. Espruino keeps 5 to 9 JsVars for a function as long as its scope exists; inside another
 * function that scope is made when that one is called, and gone when it returns.
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

type Statement = AnyNode & FunctionDeclaration;

/** The functions of one scope, and what moves where. */
class Scope {
  readonly #statements: AnyNode[];
  readonly #uses: Map<AnyNode, ReturnType<typeof mentions>>;
  readonly roots: Statement[];

  constructor(statements: AnyNode[]) {
    this.#statements = statements;
    this.#uses = new Map(statements.map((statement) => [statement, mentions(statement)]));
    this.roots = statements.filter(isFunction).filter((root) => begins(root) !== undefined);
  }

  /**
   * The functions that can move: those that are only called, and only by roots and by others that move. One that is
   * handed on as a value may be kept somewhere, and would keep its scope.
   */
  movable(): Set<Statement> {
    const roots = new Set<AnyNode>(this.roots);
    let moving = new Set(this.#statements.filter(isFunction).filter((node) => !roots.has(node)));
    for (let before = -1; before !== moving.size; ) {
      before = moving.size;
      const still = moving;
      const usable = (node: Statement): boolean =>
        [...this.#uses].every(([user, { called, handedOn }]) => {
          if (roots.has(user)) return true;
          return !handedOn.has(node.id.name) && (!called.has(node.id.name) || (isFunction(user) && still.has(user)));
        });
      moving = new Set([...still].filter(usable));
    }
    return moving;
  }

  /** Those of `movable` that `root` needs, in the order of the source. What two roots need, each gets a copy of. */
  neededBy(root: Statement, movable: ReadonlySet<Statement>): Statement[] {
    const needed = new Set<AnyNode>([root]);
    for (const user of needed) {
      const { called, handedOn } = this.#uses.get(user) ?? { called: new Set<string>(), handedOn: new Set<string>() };
      for (const node of movable) if (called.has(node.id.name) || handedOn.has(node.id.name)) needed.add(node);
    }
    return [...movable].filter((node) => needed.has(node));
  }
}

/** Which line of `code` each line of the result is: whole functions move, so whole lines do. */
function order(code: string): number[] {
  const program = parse(code, { ecmaVersion: 2022, locations: true });
  const result = code.split("\n").map((_, index) => index);
  if (!isNode(program)) return result;
  const linesOf = ({ loc }: Node): number[] => result.filter((line) => loc && line + 1 >= loc.start.line && line + 1 <= loc.end.line);
  const gone = new Set<number>();
  const inPlaceOf = new Map<number, number[]>();
  walk(program, (node) => {
    const scope = new Scope(Array.isArray(node.body) ? node.body.filter(isNode) : []);
    const movable = scope.movable();
    for (const root of scope.roots) {
      if (root.params.length > 0 || root.body.body.length !== 2) {
        throw new Error(`"${directive}" in ${root.id.name}: no parameters, and only a return statement may follow`);
      }
      const moved = scope.neededBy(root, movable).flatMap(linesOf);
      for (const line of moved) gone.add(line);
      const first = begins(root);
      for (const line of first ? linesOf(first) : []) inPlaceOf.set(line, moved);
    }
  });
  return result.filter((line) => !gone.has(line)).flatMap((line) => inPlaceOf.get(line) ?? [line]);
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
