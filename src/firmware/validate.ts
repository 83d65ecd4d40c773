/**
 * Validates ding.json. A rule says what a value must be; a value that breaks its rule is reported, and the default stays.
 */
import { printable, toUtf8 } from "./utf8.ts";

export interface JsonObject {
  [key: string]: unknown;
}

/** What a value must be. `min` and `max` of a text are in bytes. */
export interface Rule {
  type: "number" | "text" | "boolean" | "list" | "object";
  min?: number;
  max?: number;
  /** The number may have decimals. */
  fraction?: boolean;
  /** Characters that a text must not contain. */
  without?: string;
  /** A character that a text must not end with. */
  notLast?: string;
  /** Allowed values of a text, or of each item of a list. Numbers can be among them. */
  words?: (string | number)[];
  /** Any bytes, not just UTF-8. */
  bytes?: boolean;
  /** A password: never shown. */
  secret?: boolean;
  /** What a text protects is open to all if it is "", and closed to all if it is not valid. */
  protects?: boolean;
  /** How a pin is used; the pin itself is checked elsewhere. */
  pin?: "button" | "output" | "sensor";
  /** The keys of an object. */
  keys?: Rules;
  /** A list of 1 to so many such objects is allowed too; their keys are checked elsewhere. */
  orList?: number;
}

export interface Rules {
  [key: string]: Rule;
}

/** A broken rule. */
export interface Fault {
  /** Such as `mqtt.port must be 1..65535, got "x"`. */
  what: string;
  /** What is used instead, such as `using 1883`; "" for nothing. */
  instead: string;
}

/** In place of a secret that is not valid: too short to be one. */
const invalidSecret = "?";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Copies the valid values of `given` to `target`, which holds the defaults, and reports the others to `faults`.
 * @param path prefix for the names of keys, such as "mqtt." or ""
 */
export function merge(target: JsonObject, rules: Rules, given: JsonObject, path: string, faults: Fault[]): void {
  const known = Object.keys(rules);
  for (const key in given) {
    // Not `rules[key]`: every object has an `on` on the chip.
    if (known.indexOf(key) < 0) faults.push({ what: "unknown key " + path + printable(key), instead: "" });
    else mergeKey(target, key, rules[key]!, given[key], path + key, faults);
  }
}

function mergeKey(target: JsonObject, key: string, rule: Rule, value: unknown, path: string, faults: Fault[]): void {
  const fault = violation(rule, value);
  if (!fault) {
    if (rule.keys && !Array.isArray(value)) merge(target[key] as JsonObject, rule.keys, value as JsonObject, path + ".", faults);
    else target[key] = typeof value === "string" && !rule.bytes ? toUtf8(value) : value;
    return;
  }
  const what = path + " must be " + fault;
  if (rule.protects) target[key] = invalidSecret;
  // A value in place of an object is not shown, as it may hold a password.
  if (rule.keys) faults.push({ what: what, instead: "using the defaults" });
  else faults.push({ what: what + ", got " + show(rule, value), instead: "using " + show(rule, target[key]) });
}

function show(rule: Rule, value: unknown): string {
  return rule.secret ? "(not shown)" : JSON.stringify(value);
}

/** What the rule requires, as text; "" if the value complies. */
export function violation(rule: Rule, value: unknown): string {
  if (rule.pin) return typeof value === "string" ? "" : "a pin's name";
  if (rule.type === "number") return fitsNumber(rule, value) ? "" : rule.min + ".." + rule.max;
  if (rule.type === "boolean") return typeof value === "boolean" ? "" : "boolean";
  if (rule.type === "object")
    return isObject(value) || fitsObjectList(rule, value) ? "" : "object" + (rule.orList ? ", or list of 1.." + rule.orList + " objects" : "");
  if (rule.type === "list") return fitsList(rule, value) ? "" : rule.words ? "list of " + rule.words.join() : "list";
  if (rule.words) return rule.words.indexOf(value as string) >= 0 ? "" : "one of " + rule.words.join();
  return fitsText(rule, value) ? "" : describeTextRule(rule);
}

function fitsNumber(rule: Rule, value: unknown): boolean {
  return typeof value === "number" && value >= rule.min! && value <= rule.max! && (rule.fraction || value % 1 === 0);
}

function fitsObjectList(rule: Rule, value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= (rule.orList || 0) && value.every(isObject);
}

function fitsList(rule: Rule, value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const words = rule.words;
  return (
    !words ||
    value.every(function (item) {
      return words.indexOf(item as string) >= 0;
    })
  );
}

function fitsText(rule: Rule, value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (rule.protects && !value) return true;
  if (value.length < (rule.min || 0) || value.length > (rule.max || 0)) return false;
  if (/[^ -~\x80-\xff]/.test(value)) return false; // a control character
  const without = rule.without || "";
  for (let i = 0; i < without.length; i++) if (value.indexOf(without.charAt(i)) >= 0) return false;
  return !rule.notLast || value.slice(-1) !== rule.notLast;
}

function describeTextRule(rule: Rule): string {
  let text = (rule.min || 0) + ".." + rule.max + " bytes";
  if (rule.without) text += " without " + rule.without.split("").join(" ");
  if (rule.notLast) text += ", no " + rule.notLast + " at its end";
  return text;
}
