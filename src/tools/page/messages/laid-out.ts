/** JSON laid out to be read: every character of the text stays as it came, only the blanks between are ours. */

export interface Piece {
  kind: "key" | "text" | "number" | "word" | "sign";
  text: string;
}

/** Longer texts are shown as they came. */
const longest = 20_000;
/** Lists in lists can be made without end: those further down stay in one line, or the blanks before them would be millions. */
const deepest = 20;
/** Characters; what is left after so many stays in one line. */
const longestInLines = 100_000;
const tokens = /"(?:\\.|[^"\\])*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/** On one line; undefined if it is not a JSON object or list. */
export function layOut(text: string): Piece[] | undefined {
  if (text.length > longest || !isObjectOrList(text)) return undefined;
  const pieces = [...text.matchAll(tokens)].map(([token]): Piece => ({ kind: kindOf(token), text: token }));
  for (const [index, piece] of pieces.entries()) {
    if (piece.text === ":" && piece.kind === "sign") {
      piece.text = ": ";
      const key = pieces[index - 1];
      if (key !== undefined) key.kind = "key";
    } else if (piece.text === "," && piece.kind === "sign") piece.text = ", ";
  }
  return pieces;
}

/** The same pieces in lines, indented by two blanks. */
export function indent(pieces: readonly Piece[]): Piece[] {
  const lines: Piece[] = [];
  let depth = 0;
  let length = 0;
  const breakLine = (): void => {
    if (depth > deepest || length > longestInLines) return;
    const text = `\n${"  ".repeat(depth)}`;
    length += text.length;
    lines.push({ kind: "sign", text });
  };
  for (const [index, piece] of pieces.entries()) {
    const sign = piece.kind === "sign" ? piece.text : "";
    const before = pieces[index - 1];
    const isEmpty = before?.kind === "sign" && (before.text === "{" || before.text === "[");
    if (sign === "}" || sign === "]") {
      depth -= 1;
      if (!isEmpty) breakLine();
    } else if (isEmpty) breakLine();
    lines.push(sign === ", " && depth <= deepest ? { kind: "sign", text: "," } : piece);
    length += piece.text.length;
    if (sign === "{" || sign === "[") depth += 1;
    if (sign === ", ") breakLine();
  }
  return lines;
}

function isObjectOrList(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function kindOf(token: string): Piece["kind"] {
  if (token.startsWith('"')) return "text";
  if (/^[-\d]/.test(token)) return "number";
  return /^[a-z]/.test(token) ? "word" : "sign";
}
