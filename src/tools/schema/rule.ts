/** A rule of the firmware's check (src/firmware/validate.ts) in words, and as JSON Schema. */
import type { PinTable, PinUse } from "../../../board/board.ts";
import type { Rule } from "../../firmware/validate.ts";
import { pinsFor } from "../config/board-file.ts";

export type Schema = Readonly<Record<string, unknown>>;

const control = "\\u0000-\\u001f\\u007f";

/** A pin for `use`; with `optional` an empty text, too. */
export function pinSchema(pins: PinTable, use: PinUse, optional = false): Schema {
  return { enum: [...(optional ? [""] : []), ...pinsFor(pins, use)] };
}

/** `usual` is the default, for a pin need only be there where the default is one. */
export function ruleSchema(rule: Rule, usual: unknown, pins: PinTable): Schema {
  const { type, min, max, words, without = "", notLast = "" } = rule;
  if (rule.pin === "sensor") return { type: "string" }; // its kind says more
  if (rule.pin) return pinSchema(pins, rule.pin, usual === "");
  if (type === "number") return { type: rule.fraction ? "number" : "integer", minimum: min, maximum: max };
  if (type === "list") return { type: "array", ...(words && { items: { enum: words } }) };
  if (type !== "text") return { type };
  if (words) return { enum: words };
  // The firmware counts bytes; a schema can only count characters, of which there are no more.
  const any = `[^${control}${without}]*`;
  if (rule.protects) return { type: "string", pattern: `^(${any.replace("*", `{${min},${max}}`)})?$` };
  const pattern = notLast ? `(${any}[^${control}${without}${notLast}])${min ? "" : "?"}` : any;
  return { type: "string", ...(min && { minLength: min }), maxLength: max, pattern: `^${pattern}$` };
}

function quoted(words: readonly (string | number)[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/** What a value must be, for people. */
export function ruleWords(rule: Rule): string {
  const { type, min = 0, max, words, without = "", notLast } = rule;
  if (rule.pin) return rule.pin === "output" ? "a pin that can be an output" : "a pin";
  if (type === "number") return `${min} to ${max}`;
  if (type === "boolean") return "`true` or `false`";
  if (type === "list") return words ? `a list of ${quoted(words)}` : "a list";
  if (words) return quoted(words);
  const parts = Array.from(without, (character) => `\`${character}\``);
  const last = parts.pop();
  const list = parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
  return `${rule.protects ? "empty or " : ""}${min} to ${max} bytes${list ? ` without ${list}` : ""}${notLast ? `, no \`${notLast}\` at its end` : ""}`;
}
