/**
 * Espruino's tokens: outside of strings its lexer takes a byte above 127 for a reserved word or an operator. Such a program is
 * smaller than its text, and takes less time to read.
 * Source: Espruino, src/jslex.h, whose order of them is fixed.
 */

const operators = "== === != !== <= << <<= >= >> >>> >>= >>>= += -= ++ -- *= /= %= &= && |= || ^= =>".split(" ");

/** As values, they end an expression. */
const values = ["true", "false", "null", "undefined"];

const words = [
  ..."if else do while for break continue function return var let const this throw try catch finally".split(" "),
  ...values,
  ..."new in instanceof switch case default delete typeof void debugger class extends super static of".split(" "),
];

const firstToken = 138;

/** The byte of each reserved word and operator, as a character. */
export const tokens: ReadonlyMap<string, string> = new Map([
  ...[...operators, ...words].map((text, i): [string, string] => [text, String.fromCharCode(firstToken + i)]),
  ["??", "\xd0"],
]);

const texts: ReadonlyMap<string, string> = new Map([...tokens].map(([text, token]) => [token, text]));

/** Tokens of words, for a class of characters in a regular expression. */
export const wordToken = bytesOf(words);

/** These, and the characters of words that are text. */
export const wordCharacter = `\\w$${wordToken}`;

/** What makes the lexer take the slash behind it for the beginning of a regular expression. */
const beforeRegex = [
  "^",
  `[!%&*+\\-/<=>?[{}(,;:^|~${bytesOf([...tokens.keys()].filter((text) => !values.includes(text)))}]`,
  `\\b(?:${words.filter((text) => !values.includes(text)).join("|")})`,
].join("|");

/** Blanks to the interpreter, unlike `\s`: 0xA0 is a token. */
const blanks = "[ \\t\\r\\n]*";

/** Strings, comments, regular expressions, and the beginning of a template literal: in these, bytes stand for themselves. And tokens. */
const piece = new RegExp(
  [
    ...[/"(?:\\[^]|[^"\\])*"/, /'(?:\\[^]|[^'\\])*'/, /`/, /\/\/.*/, /\/\*[^]*?\*\//].map(({ source }) => source),
    `(?=/)(?<=(?:${beforeRegex})${blanks})/(?:\\\\.|[^/\\\\\\n])+/(?:[a-z]*${blanks}/(?![/*]))?`, // and a division of it
    `[${bytesOf([...tokens.keys()])}]`,
  ].join("|"),
  "g",
);

const isWordCharacter = new RegExp(`^[${wordCharacter}]$`);

/**
 * The text of a program of bytes, one character each: words and operators in the place of tokens, and a blank wherever two
 * words would run together.
 */
export function detokenise(code: string): string {
  if (!/[\x80-\xff]/.test(code)) return code;
  let text = "";
  let end = 0;
  piece.lastIndex = 0;
  for (let found = piece.exec(code); found; found = piece.exec(code)) {
    const { index, 0: whole } = found;
    if (whole === "`") piece.lastIndex = templateEnd(code, index);
    const written = texts.get(whole) ?? code.slice(index, piece.lastIndex);
    text += code.slice(end, index) + (words.includes(written) ? withBlanks(written, code.charAt(index - 1), code.charAt(index + 1)) : written);
    end = piece.lastIndex;
  }
  return text + code.slice(end);
}

/** A word between two characters. One that is a word's token behind it brings its own blank. */
function withBlanks(word: string, before: string, behind: string): string {
  return (isWordCharacter.test(before) ? " " : "") + word + (/[\w$]/.test(behind) ? " " : "");
}

/** Where the template literal that begins at `from` ends. Braces are counted, as the interpreter does. */
function templateEnd(code: string, from: number): number {
  let depth = 0;
  for (let at = from + 1; at < code.length; at++) {
    const character = code.charAt(at);
    if (character === "\\") at++;
    else if (character === "{" && (depth > 0 || code.charAt(at - 1) === "$")) depth++;
    else if (character === "}" && depth > 0) depth--;
    else if (character === "`" && depth === 0) return at + 1;
  }
  return code.length;
}

function bytesOf(all: readonly string[]): string {
  return all.map((text) => tokens.get(text)).join("");
}
