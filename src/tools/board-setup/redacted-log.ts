/** `--verbose`: the serial traffic as lines, without the passwords. */
import { encodeUtf8 } from "../../../board/shared/byte-text.ts";
import { literal } from "../board-session/question.ts";
import type { Traffic } from "../board-session/board-console.ts";

/** A line of the traffic as it may be shown: control characters visible, secrets masked, in whatever spelling they travel. */
export function redactedLine({ toBoard, line }: Traffic, secrets: readonly string[]): string {
  const visible = redactedText(line, secrets)
    .replace(/\n$/, "")
    .replace(/[^ -~\xa0-\uffff]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `${toBoard ? ">" : "<"} ${visible}`;
}

/** A text without the secrets, in whatever spelling they are in it. */
export function redactedText(line: string, secrets: readonly string[]): string {
  let text = line;
  for (const secret of secrets) {
    if (secret === "") continue;
    for (const each of [secret, encodeUtf8(secret)]) {
      for (const spelling of spellings(each)) text = text.replaceAll(spelling, "***");
    }
  }
  return text;
}

/** How a text is quoted on its way, each without its quotes: in JSON here and on the board, in the literals of a question. */
const quotings: ((text: string) => string)[] = [
  (text) => inside(JSON.stringify(text)),
  (text) => inside(JSON.stringify(text)).replace(/[^ -~]/g, (character) => `\\u00${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`),
  (text) => inside(literal(text, "'")),
  (text) => inside(literal(text)),
];
/** A configuration is JSON in a literal in a question's literal. */
const depth = 3;

function inside(quoted: string): string {
  return quoted.slice(1, -1);
}

/** A text in all its spellings, the longest first, so that none is left half. */
function spellings(text: string): string[] {
  let all = new Set([text]);
  for (let i = 0; i < depth; i++) all = new Set([...all].flatMap((each) => [each, ...quotings.map((quote) => quote(each))]));
  return [...all].sort((a, b) => b.length - a.length);
}
