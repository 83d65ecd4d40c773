/** `--verbose`: the serial talk as lines, without the passwords. */
import { literal } from "../serial/question.ts";
import type { Talk } from "../serial/console.ts";

/** A line of the talk as it may be shown: control characters visible, secrets masked, in whatever spelling they travel. */
export function showTalk({ toBoard, line }: Talk, secrets: readonly string[]): string {
  let text = line;
  for (const secret of secrets) {
    if (secret === "") continue;
    const bytes = Buffer.from(secret, "utf8").toString("latin1");
    for (const spelling of spellings(secret)) text = text.replaceAll(spelling, "***");
    for (const spelling of spellings(bytes)) text = text.replaceAll(spelling, "***");
  }
  const visible = text.replace(/\n$/, "").replace(/[^ -~\xa0-\uffff]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `${toBoard ? ">" : "<"} ${visible}`;
}

/** A text by itself, in JSON, and in the literals of a question, which is a literal itself; the longest first. */
function spellings(text: string): string[] {
  const inside = (quoted: string): string => quoted.slice(1, -1);
  const json = inside(JSON.stringify(text));
  const once = [text, json].map((each) => inside(literal(each, "'")));
  const twice = once.map((each) => inside(literal(each)));
  return [...new Set([...twice, ...once, json, text])].sort((a, b) => b.length - a.length);
}
