/**
 * Saves RAM on the chip. Espruino keeps some seven variables for a function as long as the scope that it is declared in
 * exists, however rarely it runs. So functions that run rarely are put into another one, which makes them anew each time one
 * of them is called: `lose(client)` becomes `connection().lose(client)`. That takes time in proportion to their text, so
 * nothing is moved that runs for a packet, a press or a command.
 *
 * A function that is handed on as a value stays where it is: it may be kept somewhere, and would keep all of its group.
 * Only to a timer it goes by its name, `setTimeout(join, 5)` as `setTimeout(connectionLater, 5, "join")`.
 */
import { applyEdits, arrange, type Edit, type LineOrText } from "./edit-with-map.ts";
import { functionsOf, linesOf, ownName, parseScript, usesOf, walk, type AnyNode, type FunctionDeclaration } from "./syntax-tree.ts";

/** Functions that are made together. */
export interface RareGroup {
  readonly name: string;
  /** Source files, or folders that end with a slash; the first group that names a file has it. */
  readonly sources: readonly string[];
}

/** Methods that call a function and do not keep it. */
const callsOnly = ["map", "filter", "every", "forEach", "some", "replace"];

/** Whether a function makes others that may outlive it, and would then keep its group. */
function leavesFunctions(declared: FunctionDeclaration): boolean {
  let leaves = false;
  walk(declared.body, (node, parents) => {
    if (!/Function/.test(node.type)) return;
    const call = parents.at(-1);
    const callee = call?.type === "CallExpression" ? (call["callee"] as AnyNode) : undefined;
    const method = (callee?.["property"] as AnyNode | undefined)?.["name"];
    if (typeof method !== "string" || !callsOnly.includes(method)) leaves = true;
  });
  return leaves;
}

/** The source file of each place in the bundle, by the comments that esbuild puts between modules. */
export function sourceAt(code: string): (offset: number) => string {
  const marks = [...code.matchAll(/^\/\/ (\S+\.ts)$/gm)].map((found) => ({ at: found.index, file: found[1] ?? "" }));
  return (offset) => marks.findLast(({ at }) => at <= offset)?.file ?? "";
}

function isIn(file: string, place: string): boolean {
  return place.endsWith("/") ? file.startsWith(place) : file === place;
}

interface Grouped {
  readonly code: string;
  readonly map: string;
  /** The moved functions' own names, by group. */
  readonly moved: ReadonlyMap<string, readonly string[]>;
  /** Functions that must not be written into a group: what they make may outlive them. */
  readonly alone: readonly string[];
}

/**
 * Moves what can be moved.
 * @param busy names in the bundle that stay where they are
 * @throws {Error} that names a source of which nothing can
 */
export function groupRare(code: string, map: string, groups: readonly RareGroup[], busy: readonly string[], setTimeout: string): Grouped {
  const program = parseScript(code);
  const uses = usesOf(program, setTimeout);
  const source = sourceAt(code);
  const groupOf = (declared: FunctionDeclaration): RareGroup | undefined => {
    const file = source(declared.start);
    return groups.find(({ sources }) => sources.some((place) => isIn(file, place)));
  };
  const isMovable = (declared: FunctionDeclaration): boolean => {
    const found = uses.get(declared.id.name);
    return (
      found !== undefined && found.all.length === found.calls.length + found.timers.length && !busy.includes(declared.id.name) && !leavesFunctions(declared)
    );
  };
  const members = new Map(groups.map((group) => [group, functionsOf(program).filter((one) => groupOf(one) === group && isMovable(one))]));
  for (const [{ name, sources }, functions] of members) {
    const empty = sources.find((place) => !functions.some((one) => isIn(source(one.start), place)));
    if (empty) throw new Error(`nothing of ${empty} can be moved: mend the group ${name}`);
  }

  const edits: Edit[] = [];
  const containers: LineOrText[] = [];
  const gone = new Set<number>();
  for (const [{ name }, functions] of members) {
    const lines = functions.flatMap(linesOf);
    for (const line of lines) gone.add(line);
    const isInside = (offset: number): boolean => functions.some(({ start, end }) => start <= offset && offset < end);
    const asked: string[] = [];
    let mostArguments = -1;
    for (const { id } of functions) {
      const { calls = [], timers = [] } = uses.get(id.name) ?? {};
      const outside = calls.filter(({ start }) => !isInside(start));
      if (outside.length + timers.length > 0) asked.push(id.name);
      for (const { start, end } of outside) edits.push({ from: start, to: end, text: `${name}().${property(functions, id.name)}` });
      for (const timer of timers) {
        // The name comes behind the time: setTimeout(later, ms, "name", ...).
        edits.push({ from: timer.start, to: timer.end, text: `${name}Later` });
        const [, ms, ...more] = argumentsAround(program, timer);
        if (!ms) throw new Error(`setTimeout(${id.name}) without a time`);
        edits.push({ from: ms.end, to: ms.end, text: `, ${JSON.stringify(property(functions, id.name))}` });
        mostArguments = Math.max(mostArguments, more.length);
      }
    }
    const returned = asked.map((one) => `${property(functions, one)}: ${one}`).join(", ");
    containers.push(`function ${name}() {`, ...lines, `return { ${returned} };`, "}");
    if (mostArguments >= 0) {
      const passed = ["a", "b", "c", "d"]
        .slice(0, mostArguments)
        .map((one) => `, ${one}`)
        .join("");
      containers.push(`function ${name}Later(name${passed}) {`, `${name}()[name](${passed.slice(2)});`, "}");
    }
  }
  // In front of all that runs while the module is loaded, since Espruino hoists nothing.
  const rest = [...code.split("\n").keys()].filter((line) => !gone.has(line));
  const edited = applyEdits({ code, map }, edits);
  const moved = new Map([...members].map(([{ name }, functions]) => [name, functions.map(({ id }) => ownName(id.name))]));
  const alone = functionsOf(program)
    .filter(leavesFunctions)
    .map(({ id }) => id.name);
  return { ...arrange(edited, [...containers, ...rest]), moved, alone };
}

/** The property of its container that holds a function. It is a number, for the minifier leaves the names of properties as they are. */
function property(functions: readonly FunctionDeclaration[], name: string): string {
  return `$${functions.findIndex(({ id }) => id.name === name)}`;
}

/** The arguments of the call that `argument` is the first one of. */
function argumentsAround(program: Parameters<typeof walk>[0], argument: AnyNode): AnyNode[] {
  let found: AnyNode[] = [];
  walk(program, (node, parents) => {
    if (node === argument) found = parents.at(-1)?.["arguments"] as AnyNode[];
  });
  return found;
}
