/**
 * Questions to Espruino's console and the answers in what it prints. Both carry a CRC-32, for a console loses keys now
 * and then, and a line that lost one might do something else.
 */
import { crc32 } from "../../../board/shared/crc32.ts";

/** Begins an answer; programs do not print it. */
const begin = "\x1e";
const end = "\x1f";

const shape = new RegExp(`${begin}(\\d+)(?:\\?|([=!])([^${begin}${end}]*)${end}(-?\\d+))`);

export interface Answer {
  id: number;
  /** `value`: JSON of the result. `error`: JSON of what it threw. `damaged`: the question lost something, and was not run. */
  kind: "value" | "error" | "damaged";
  json: string;
}

/**
 * A line for the console that evaluates the expression `code` (bytes, one character each) and prints the answer. It starts
 * with DLE, so that the console does not echo it.
 */
export function questionLine(id: number, code: string): string {
  const whole = `(function(r){try{r="="+JSON.stringify((${code}))}catch(e){r="!"+JSON.stringify(""+e)}` + `print("\\x1e${id}"+r+"\\x1f"+E.CRC32(r))})()`;
  const sum = crc32(whole);
  // Whatever is lost of this short part, it answers nothing, or that it is damaged.
  return `\x10(function(c){if(E.CRC32(c)==${sum})eval(c);else print("\\x1e${id}?")})(${literal(whole)})\n`;
}

/** The answer in a line, if there is a whole one, and what else the line holds. */
export function findAnswer(line: string): { answer: Answer | undefined; rest: string } {
  const found = shape.exec(line);
  if (!found) return { answer: undefined, rest: line };
  const [whole, id = "", sign, json = "", sum = ""] = found;
  const rest = line.replace(whole, "");
  if (sign === undefined) return { answer: { id: Number(id), kind: "damaged", json }, rest };
  // What the interpreter's own C code prints may come in between.
  if (crc32(sign + json) !== Number(sum) >>> 0) return { answer: undefined, rest };
  return { answer: { id: Number(id), kind: sign === "=" ? "value" : "error", json }, rest };
}

/** Bytes (one character each) as a string literal on one line. In single quotes it costs little inside of a question. */
export function literal(bytes: string, quote: '"' | "'" = '"'): string {
  const escaped = bytes.replace(/[^ -~]|["'\\]/g, (character) => {
    if (character === "\\" || character === quote) return `\\${character}`;
    if (character >= " " && character <= "~") return character;
    if (character === "\n") return "\\n";
    return `\\x${(character.charCodeAt(0) & 255).toString(16).padStart(2, "0")}`;
  });
  return quote + escaped + quote;
}
