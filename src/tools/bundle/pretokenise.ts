/**
 * Writes reserved words and operators as Espruino's tokens, a byte each, and leaves out the blanks that only kept words apart.
 * Names of properties stay text, and so does all inside template literals: the interpreter reads that as a program of its own.
 */
import { parse, type Token } from "acorn";
import { detokenise, tokens, wordCharacter, wordToken } from "../../../board/shared/tokens.ts";
import { walk } from "./syntax-tree.ts";

/** A blank between two words of which one is a token. All other blanks stay, as in `x- -y`. */
const needless = new RegExp(`(?<=[${wordCharacter}]) (?=[${wordToken}])|(?<=[${wordToken}]) (?=[${wordCharacter}])`, "g");

/**
 * The program in bytes, one character each. `detokenise` gives back exactly its text.
 * @param code in ASCII
 * @throws {Error} when it does not
 */
export function pretokenise(code: string): string {
  const found: Token[] = [];
  const program = parse(code, { ecmaVersion: 2022, onToken: found });
  const names = new Set<number>();
  const templates: { start: number; end: number }[] = [];
  walk(program, (node) => {
    // `undefined` is a name in JavaScript, and a reserved word here.
    if (node.type === "Identifier" && node["name"] !== "undefined") names.add(node.start);
    if (node.type === "TemplateLiteral") templates.push(node);
  });
  let written = "";
  let end = 0;
  for (const token of found) {
    const text = code.slice(token.start, token.end);
    const isText = names.has(token.start) || templates.some((template) => template.start <= token.start && token.start < template.end);
    written += code.slice(end, token.start) + ((isText ? undefined : tokens.get(text)) ?? text);
    end = token.end;
  }
  const bytes = (written + code.slice(end)).replace(needless, "");
  if (detokenise(bytes) !== code) throw new Error("the program's tokens do not give its text");
  return bytes;
}
