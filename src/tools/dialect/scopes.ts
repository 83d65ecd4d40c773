/** What the rules on order and loops ask of a program: who runs a function, and whether at once. */
import type { Rule, Scope } from "eslint";
import type * as ESTree from "estree";

export type Node = Rule.Node;
export type FunctionNode = Node & (ESTree.FunctionDeclaration | ESTree.FunctionExpression | ESTree.ArrowFunctionExpression);

/** Methods that call their argument before they return. */
const callsAtOnce = /^(forEach|map|filter|some|every|find|findIndex|reduce|sort|replace)$/;

export function isFunction(node: Node): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** ESLint gives every node its parent; the types of scopes do not know that. */
export function linked(node: ESTree.Node | Scope.Reference["identifier"]): Node {
  return node as Node;
}

/** What a node stands in; the program stands in itself. */
export function parentOf(node: Node): Node {
  return node.parent ?? node;
}

/** The function around a node, or the program. */
export function container(node: Node): Node {
  let up = parentOf(node);
  while (!isFunction(up) && up.type !== "Program") up = parentOf(up);
  return up;
}

export function start(node: ESTree.Node): number {
  return node.range?.[0] ?? 0;
}

export function end(node: ESTree.Node): number {
  return node.range?.[1] ?? 0;
}

export function isInside(node: ESTree.Node, outer: ESTree.Node): boolean {
  return start(node) >= start(outer) && end(node) <= end(outer);
}

/** The call that runs this expression (a function, or its name) right where it stands, if one does. */
export function callAtOnce(node: Node): Node | undefined {
  const parent = parentOf(node);
  if ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee === node) return parent;
  if (parent.type === "MemberExpression" && parent.object === node) {
    // g.f(), and f.call(this): the object's function runs.
    const call = parentOf(parent);
    return call.type === "CallExpression" && call.callee === parent ? call : undefined;
  }
  if (parent.type !== "CallExpression" || parent.callee.type !== "MemberExpression") return undefined;
  const { property } = parent.callee;
  return property.type === "Identifier" && callsAtOnce.test(property.name) ? parent : undefined;
}

/** All scopes of a program, outermost first. */
export function allScopes(context: Rule.RuleContext): readonly Scope.Scope[] {
  return context.sourceCode.scopeManager.scopes;
}

/** References that exist when the program runs: a type's are left out. */
export function valueReferences(variable: Scope.Variable): readonly Scope.Reference[] {
  return variable.references.filter((reference) => !("isTypeReference" in reference && reference.isTypeReference === true));
}

export function identifierOf(reference: Scope.Reference): Node {
  return linked(reference.identifier);
}
