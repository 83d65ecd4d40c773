/**
 * Checking what people write: ding.json and commands. A rule says what a value must be; what is wrong is named, and the
 * default stays.
 */
import { toUtf8 } from "./utf8.ts";

export interface JsonObject {
  [key: string]: unknown;
}

/** What a value must be. Bounds of a text are in bytes. */
export interface Rule {
  type: "number" | "text" | "boolean" | "list" | "object";
  min?: number;
  max?: number;
  /** A number need not be whole. */
  fraction?: boolean;
  /** Characters that a text must not have. */
  without?: string;
  /** A character that a text must not end with. */
  notLast?: string;
  /** The words that a text, or each of a list, may be. */
  words?: string[];
  /** Any bytes, not UTF-8 alone. */
  bytes?: boolean;
  /** A password: never shown. */
  secret?: boolean;
  /** What a pin is to be used for; the pin itself is checked elsewhere. */
  pin?: "button" | "output" | "sensor";
  /** The keys of an object. */
  keys?: Rules;
}

export interface Rules {
  [key: string]: Rule;
}

/** Something that is wrong, such as `mqtt.port must be 1..65535, got "x"`. */
export interface Fault {
  what: string;
  /** What becomes of it: `using 1883`; "" for nothing. */
  instead: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Copies to `target` what in `given` keeps the rules, and adds what does not to `faults`. `path` ("mqtt." or "") names where we are; `target` has the defaults.
 */
export function merge(target: JsonObject, rules: Rules, given: JsonObject, path: string, faults: Fault[]): void {
  const known = Object.keys(rules);
  for (const key in given) {
    // Not `rules[key]`: every object has an `on` on the chip.
    if (known.indexOf(key) < 0) faults.push({ what: "unknown key " + path + key, instead: "" });
    else mergeKey(target, key, rules[key]!, given[key], path + key, faults);
  }
}

function mergeKey(target: JsonObject, key: string, rule: Rule, value: unknown, path: string, faults: Fault[]): void {
  const fault = violation(rule, value);
  if (!fault) {
    if (rule.keys) merge(target[key] as JsonObject, rule.keys, value as JsonObject, path + ".", faults);
    else target[key] = typeof value === "string" && !rule.bytes ? toUtf8(value) : value;
    return;
  }
  const what = path + " must be " + fault;
  // What stands in an object's place is not shown: it may hold a password.
  if (rule.keys) faults.push({ what: what, instead: "using the defaults" });
  else faults.push({ what: what + ", got " + show(rule, value), instead: "using " + show(rule, target[key]) });
}

function show(rule: Rule, value: unknown): string {
  return rule.secret ? "(not shown)" : JSON.stringify(value);
}

/** What a rule asks for; "" when the value is that. */
export function violation(rule: Rule, value: unknown): string {
  if (rule.pin) return typeof value === "string" ? "" : "a pin's name";
  if (rule.type === "number") return isNumberOf(rule, value) ? "" : rule.min + ".." + rule.max;
  if (rule.type === "boolean") return typeof value === "boolean" ? "" : "boolean";
  if (rule.type === "object") return isObject(value) ? "" : "object";
  if (rule.type === "list") return isListOf(rule, value) ? "" : rule.words ? "list of " + rule.words.join() : "list";
  if (rule.words) return rule.words.indexOf(value as string) >= 0 ? "" : "one of " + rule.words.join();
  return isTextOf(rule, value) ? "" : textRule(rule);
}

function isNumberOf(rule: Rule, value: unknown): boolean {
  return typeof value === "number" && value >= rule.min! && value <= rule.max! && (rule.fraction || value % 1 === 0);
}

function isListOf(rule: Rule, value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const words = rule.words;
  return (
    !words ||
    value.every(function (item) {
      return words.indexOf(item as string) >= 0;
    })
  );
}

function isTextOf(rule: Rule, value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (value.length < (rule.min || 0) || value.length > (rule.max || 0)) return false;
  if (/[^ -~\x80-\xff]/.test(value)) return false; // a control character
  const without = rule.without || "";
  for (let i = 0; i < without.length; i++) if (value.indexOf(without.charAt(i)) >= 0) return false;
  return !rule.notLast || value.slice(-1) !== rule.notLast;
}

function textRule(rule: Rule): string {
  let text = (rule.min || 0) + ".." + rule.max + " bytes";
  if (rule.without) text += " without " + rule.without.split("").join(" ");
  if (rule.notLast) text += ", no " + rule.notLast + " at its end";
  return text;
}
