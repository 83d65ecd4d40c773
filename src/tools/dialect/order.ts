/**
 * Nothing is hoisted: a name exists from the moment its declaration has run. This finds names that are used before,
 * in the same scope or by a function that already runs at that moment, and `var`s whose declaration may be skipped.
 * A function that is merely stored (a listener, a timer's callback) is taken to run later.
 */
import type { Scope } from "eslint";
import { row, type Row } from "./row.ts";
import { allScopes, callAtOnce, container, end, identifierOf, isFunction, isInside, linked, parentOf, start, valueReferences, type Node } from "./scopes.ts";

/** From which position on the variable exists; undefined: from the start (parameters, imports). */
function existsFrom(variable: Scope.Variable): number | undefined {
  const [definition] = variable.defs;
  if (definition?.type === "FunctionName") return definition.node.type === "FunctionExpression" ? undefined : start(definition.node);
  if (definition?.type === "ClassName") return end(definition.node);
  if (definition?.type !== "Variable") return undefined;
  const loop = parentOf(linked(definition.parent));
  if (loop.type === "ForInStatement" || loop.type === "ForOfStatement") return end(loop.left);
  return definition.node.init ? end(definition.node) : start(definition.node);
}

/** The variable that each node declares; of a class, which declares itself inside too, the one outside. */
type Declared = ReadonlyMap<unknown, Scope.Variable>;

function declaredIn(scopes: readonly Scope.Scope[]): Declared {
  const declared = new Map<unknown, Scope.Variable>();
  for (const variable of scopes.filter(({ type }) => type !== "class").flatMap(({ variables }) => variables)) {
    for (const { node } of variable.defs) if (!declared.has(node)) declared.set(node, variable);
  }
  return declared;
}

/** The variable that a function can be reached by: its own name, or that of the class or object it is a member of. */
function reachedBy(fn: Node, declared: Declared): Scope.Variable | undefined {
  let node = fn;
  while (/^(MethodDefinition|Property|ClassBody|ObjectExpression)$/.test(parentOf(node).type)) node = parentOf(node);
  if (/^Class(Declaration|Expression)$/.test(parentOf(node).type)) node = parentOf(node);
  return declared.get(parentOf(node).type === "VariableDeclarator" ? parentOf(node) : node);
}

/** The earliest position, in the code of `level` itself, at which the function may run. */
function firstRun(fn: Node, level: Node, declared: Declared, seen = new Set<Node>()): number {
  if (seen.has(fn)) return Infinity;
  seen.add(fn);
  const runAt = (call: Node): number => {
    const caller = container(call);
    if (caller === level) return start(call);
    return isInside(caller, level) ? firstRun(caller, level, declared, seen) : Infinity;
  };
  const direct = callAtOnce(fn);
  let earliest = direct ? runAt(direct) : Infinity;
  const variable = reachedBy(fn, declared);
  for (const reference of variable ? valueReferences(variable) : []) {
    const call = callAtOnce(identifierOf(reference));
    if (call) earliest = Math.min(earliest, runAt(call));
  }
  return earliest;
}

/** The part of a function that may be skipped, around a `var`; undefined when its declaration always runs. */
function skippable(declaration: Node): Node | undefined {
  const parent = parentOf(declaration);
  if (parent.type === "Program" || (parent.type === "ForStatement" && parent.init === declaration)) return undefined;
  return parent.type === "BlockStatement" && isFunction(parentOf(parent)) ? undefined : parent;
}

const useBeforeDeclaration = "Espruino hoists nothing: move the declaration above the line that runs this.";
const skippedVar = "Espruino declares a var when its line runs, and here it may be skipped: declare it at the top of the function, or use let.";

export const orderRows: readonly Row[] = [
  row("order", useBeforeDeclaration, (context) => ({
    Program() {
      const scopes = allScopes(context);
      const declared = declaredIn(scopes);
      for (const scope of scopes) {
        if (scope.type === "class" || scope.type === "function-expression-name") continue;
        for (const variable of scope.variables) {
          const from = existsFrom(variable);
          if (from === undefined) continue;
          const level = linked(scope.variableScope.block);
          for (const reference of valueReferences(variable)) {
            const node = identifierOf(reference);
            if (reference.init === true) continue;
            let inner = container(node);
            let when = start(node);
            if (inner !== level) {
              while (container(inner) !== level) inner = container(inner);
              when = firstRun(inner, level, declared);
            }
            if (when < from) context.report({ node, message: `\`${variable.name}\`: ${useBeforeDeclaration}` });
          }
        }
      }
    },
  })),
  row("skipped-var", skippedVar, (context) => ({
    Program() {
      for (const variable of allScopes(context).flatMap((scope) => scope.variables)) {
        const [definition] = variable.defs;
        if (definition?.type !== "Variable" || definition.parent.kind !== "var") continue;
        const part = skippable(linked(definition.parent));
        if (!part) continue;
        const outside = valueReferences(variable).find((reference) => !isInside(identifierOf(reference), part));
        if (outside) context.report({ node: outside.identifier, message: `\`${variable.name}\`: ${skippedVar}` });
      }
    },
  })),
];
