/** What goes wrong between a function and what is around it: loop variables, `arguments`, classes that need themselves. */
import type { Scope } from "eslint";
import type * as ESTree from "estree";
import { row, type Row } from "./row.ts";
import { allScopes, callAtOnce, container, identifierOf, isInside, linked, parentOf, valueReferences, type Node } from "./scopes.ts";

/** Whether the code runs while the loop's turn lasts: it stands in no function, or only in such as are called at once. */
function runsWithinTurn(node: Node, loop: Node): boolean {
  for (let fn = container(node); isInside(fn, loop) && fn !== loop; fn = container(fn)) {
    if (!callAtOnce(fn)) return false;
  }
  return true;
}

const loopClosure = "Espruino has one variable for all turns of a loop: make the function in another function that takes the value, or use forEach.";
const arrowArguments = "In Espruino an arrow function has no `arguments` but its own, empty: keep the outer one in a const first.";
const ownName = "Bundled for Espruino, a class does not know its own name inside: refer to it from a function beside it.";
const inherited = "Espruino does not inherit static members: call it on the class that has it.";

/** Names of a class's own static members, and of what is assigned to it later. */
function staticNames(node: ESTree.Class, variable: Scope.Variable): Set<string> {
  const names = new Set(["prototype", "call", "apply", "bind", "name", "length"]);
  for (const member of node.body.body) {
    if (member.type !== "StaticBlock" && member.static && member.key.type === "Identifier") names.add(member.key.name);
  }
  for (const reference of variable.references) {
    const member = parentOf(identifierOf(reference));
    if (member.type !== "MemberExpression" || member.property.type !== "Identifier") continue;
    const target = parentOf(member);
    if (target.type === "AssignmentExpression" && target.left === member) names.add(member.property.name);
  }
  return names;
}

/** The class that a variable names, be it declared or assigned at its declaration. */
function classOf(variable: Scope.Variable): ESTree.Class | undefined {
  const [definition] = variable.defs;
  const node = definition?.type === "Variable" ? definition.node.init : definition?.node;
  return node?.type === "ClassDeclaration" || node?.type === "ClassExpression" ? node : undefined;
}

export const functionRows: readonly Row[] = [
  row("loop-closure", loopClosure, (context) => ({
    Program() {
      for (const scope of allScopes(context)) {
        if (scope.type !== "for") continue;
        const loop = linked(scope.block);
        for (const variable of scope.variables) {
          for (const reference of variable.references) {
            const node = identifierOf(reference);
            if (!runsWithinTurn(node, loop)) context.report({ node, message: `\`${variable.name}\`: ${loopClosure}` });
          }
        }
      }
    },
  })),
  row("arrow-arguments", arrowArguments, (context) => ({
    "ArrowFunctionExpression Identifier[name='arguments']"(node: Node) {
      if (container(node).type === "ArrowFunctionExpression") context.report({ node, message: arrowArguments });
    },
  })),
  row("class-own-name", ownName, (context) => ({
    Program() {
      for (const scope of allScopes(context)) {
        if (scope.type !== "class") continue;
        for (const reference of scope.variables.flatMap(valueReferences)) {
          context.report({ node: reference.identifier, message: ownName });
        }
      }
    },
  })),
  row("inherited-static", inherited, (context) => ({
    Program() {
      for (const scope of allScopes(context)) {
        if (scope.type === "class") continue;
        for (const variable of scope.variables) {
          const node = classOf(variable);
          if (!node?.superClass) continue;
          const own = staticNames(node, variable);
          for (const reference of valueReferences(variable)) {
            const member = parentOf(identifierOf(reference));
            if (member.type !== "MemberExpression" || member.object !== reference.identifier) continue;
            if (member.property.type === "Identifier" && !own.has(member.property.name)) context.report({ node: member, message: inherited });
          }
        }
      }
    },
  })),
];
