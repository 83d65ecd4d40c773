/** What the console says after "Uncaught": the error, and where it happened, frame by frame. */
import { isObject } from "./realm.ts";

/** A frame of V8's in code that came from Storage or the console: its function's name, file, line and column. */
const frame = /^\s+at (?:(?:new )?([\w.<>$ ]+) \()?((?:[^/\\:()]{1,28})):(\d+):(\d+)\)?$/;

/** V8's wording, and the interpreter's for the same mistake. */
const wordings: [RegExp, string][] = [
  [/^ReferenceError: (.+) is not defined$/, 'ReferenceError: "$1" is not defined'],
  [/^TypeError: Cannot read properties of (\w+) \(reading '(.*)'\)$/, "Error: Can't read property '$2' of $1"],
  [/^TypeError: (?:.*\.)?(\w+) is not a function$/, 'Error: Function "$1" not found!'],
];

export function explain(value: unknown): string {
  if (!isObject(value)) return String(value);
  if (Array.isArray(value)) return value.join();
  const { type, name, message, stack } = value;
  const kind = typeof type === "string" ? type : typeof name === "string" ? name : undefined;
  if (kind === undefined) return "[object Object]";
  let head = typeof message === "string" && message ? `${kind}: ${message}` : kind;
  for (const [v8, espruino] of wordings) head = head.replace(v8, espruino);
  return [head, ...(typeof stack === "string" ? framesOf(stack) : [])].join("\n");
}

/** Written as the interpreter does; it counts the columns within the function, V8 within the file. */
function framesOf(stack: string): string[] {
  return stack.split("\n").flatMap((line) => {
    const [, where, file, row, column] = frame.exec(line) ?? [];
    if (file === undefined || file === "evalmachine.<anonymous>" || file.startsWith("node")) return [];
    return [`    at ${(where ?? file).replace(/^Object\.|<anonymous>$/, "")} (${file}:${row}:${column})`];
  });
}
