/** What the build's transforms need of a syntax tree as acorn gives it. */
import { type CallExpression, type FunctionDeclaration, type Node, parse, type Program } from "acorn";

export type { CallExpression, FunctionDeclaration, Program } from "acorn";

/** A node with whatever it has. */
export type AnyNode = Node & Record<string, unknown>;

export function parseScript(code: string): Program {
  return parse(code, { ecmaVersion: 2022, locations: true });
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Visits `node` and all below it; `parents` are what it stands in, the nearest last, for as long as the visit takes. */
export function walk(node: Node, visit: (node: AnyNode, parents: readonly AnyNode[]) => void, parents: AnyNode[] = []): void {
  if (!isNode(node)) return;
  visit(node, parents);
  parents.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, parents);
  }
  parents.pop();
}

/** Functions at the program's own level. */
export function functionsOf(program: Program): FunctionDeclaration[] {
  return program.body.filter((node): node is FunctionDeclaration => node.type === "FunctionDeclaration");
}

/** The script's lines that a function stands on, counted from 0. */
export function linesOf({ loc }: FunctionDeclaration): number[] {
  const first = (loc?.start.line ?? 1) - 1;
  return Array.from({ length: (loc?.end.line ?? 0) - first }, (_, i) => first + i);
}

/** The name that a function has in its module: where two modules have one of a name, the bundler numbers the second. */
export function ownName(name: string): string {
  return name.replace(/\d+$/, "");
}

/** All calls of a function by its name in `node`. */
export function callsIn(node: Node): CallExpression[] {
  const calls: CallExpression[] = [];
  walk(node, (inner) => {
    const call = inner as unknown as CallExpression;
    if (inner.type === "CallExpression" && call.callee.type === "Identifier") calls.push(call);
  });
  return calls;
}

/** How a name is used in a script. Names are taken to be the same thing wherever they stand: the bundler makes them so. */
export interface Uses {
  /** Calls of it: where its name stands. */
  readonly calls: AnyNode[];
  /** As the callback of a timer, `setTimeout(name, ...)`. */
  readonly timers: AnyNode[];
  /** Every mention but its declaration. */
  readonly all: AnyNode[];
}

/** @param setTimeout what the script calls it */
export function usesOf(program: Program, setTimeout = "setTimeout"): Map<string, Uses> {
  const uses = new Map<string, Uses>();
  walk(program, (node, parents) => {
    const parent = parents.at(-1);
    if (node.type !== "Identifier" || typeof node["name"] !== "string" || !parent) return;
    const isKey = (parent["property"] === node || (parent["key"] === node && parent["value"] !== node)) && !parent["computed"];
    if (isKey || parent["id"] === node) return;
    const found = uses.get(node["name"]) ?? { calls: [], timers: [], all: [] };
    uses.set(node["name"], found);
    found.all.push(node);
    if (parent.type !== "CallExpression") return;
    if (parent["callee"] === node) found.calls.push(node);
    else if ((parent["callee"] as AnyNode)["name"] === setTimeout && (parent["arguments"] as AnyNode[])[0] === node) found.timers.push(node);
  });
  return uses;
}
