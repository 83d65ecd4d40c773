/** What the console prints after "Uncaught": the error and its stack frames. */
import { isObject } from "./realm.ts";

/** A V8 stack frame in code from Storage or the console: function, file, line and column. */
const frame = /^\s+at (?:(?:new )?([\w.<>$ ]+) \()?((?:[^/\\:()]{1,28})):(\d+):(\d+)\)?$/;

const maxExcerpt = 60;

/** V8's message, and the interpreter's for the same error. */
const wordings: [RegExp, string][] = [
  [/^ReferenceError: (.+) is not defined$/, 'ReferenceError: "$1" is not defined'],
  [/^TypeError: Cannot read properties of (\w+) \(reading '(.*)'\)$/, "Error: Can't read property '$2' of $1"],
  [/^TypeError: (?:.*\.)?(\w+) is not a function$/, 'Error: Function "$1" not found!'],
];

/** @param sourceOf returns the text of a Storage file, or of the line that was typed ("REPL") */
export function explain(value: unknown, sourceOf: (file: string) => string | undefined = () => undefined): string {
  if (!isObject(value)) return String(value);
  if (Array.isArray(value)) return value.join();
  const { type, name, message, stack } = value;
  const kind = typeof type === "string" ? type : typeof name === "string" ? name : undefined;
  if (kind === undefined) return "[object Object]";
  let head = typeof message === "string" && message ? `${kind}: ${message}` : kind;
  for (const [v8, espruino] of wordings) head = head.replace(v8, espruino);
  return [head, ...(typeof stack === "string" ? framesOf(stack, sourceOf) : [])].join("\n");
}

/**
 * Each frame with its source line and a caret, as the interpreter shows them. Columns and names of anonymous functions are
 * V8's: the interpreter counts columns within the function and has no such names.
 */
function framesOf(stack: string, sourceOf: (file: string) => string | undefined): string[] {
  return stack.split("\n").flatMap((line) => {
    const [, where, file, row, column] = frame.exec(line) ?? [];
    if (file === undefined || file === "evalmachine.<anonymous>" || file.startsWith("node")) return [];
    const name = (where ?? file).replace(/^Object\.|<anonymous>$/, "");
    const source = sourceOf(file)?.split("\n")[Number(row) - 1];
    return [`    at ${name} (${file}:${row}:${column})`, ...(source === undefined ? [] : pointInto(source, Number(column)))];
  });
}

/** An excerpt of a line around a column, and a caret under the column. */
function pointInto(line: string, column: number): string[] {
  const from = Math.max(0, column - maxExcerpt / 2);
  const before = from > 0 ? "..." : "";
  const after = line.length > from + maxExcerpt ? "..." : "";
  return [before + line.slice(from, from + maxExcerpt) + after, " ".repeat(before.length + column - 1 - from) + "^"];
}
