/** The keys of the configuration, one by one, with what the firmware's rules and flash.config.json say of each. */
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { buttonRules, configRules, outputRules, sensorRules } from "../../firmware/config-rules.ts";
import { buttonDefaults, outputDefaults, sensorDefaults } from "../../firmware/config.ts";
import { buttonDescriptions, descriptions, outputDescriptions, sensorDescriptions } from "./descriptions.ts";
import { isObject, type JsonObject, type Rule, type Rules } from "../../firmware/validate.ts";

export interface Key {
  /** Such as "mqtt.port". */
  readonly path: string;
  readonly rule: Rule;
  /** Its default. */
  readonly usual: unknown;
}

/** A key that holds a list of parts. */
export interface List {
  readonly key: "buttons" | "outputs" | "sensors";
  /** What to call an item. */
  readonly item: string;
  /** What each key of an item may be. */
  readonly rules: Rules;
  /** What the firmware takes for a key of the first item that is left out. */
  readonly usual: JsonObject;
  readonly texts: Readonly<Record<string, string>>;
}

export const sensorList: List = {
  key: "sensors",
  item: "a sensor",
  rules: sensorRules(Object.keys(sensorKinds())),
  usual: sensorDefaults(0) as unknown as JsonObject,
  texts: sensorDescriptions,
};

/** Those of which an item is like the part that is configured by itself: `button`, `led`. */
export const partLists: readonly List[] = [
  { key: "buttons", item: "a button", rules: buttonRules(1), usual: buttonDefaults(0) as unknown as JsonObject, texts: { ...textsOf("button."), ...buttonDescriptions } },
  { key: "outputs", item: "an output", rules: outputRules(), usual: outputDefaults(0) as unknown as JsonObject, texts: { ...textsOf("led."), ...outputDescriptions } },
];

/** The descriptions of the keys that begin so, by the rest of the key. */
function textsOf(beginning: string): Record<string, string> {
  const found = Object.entries(descriptions).filter(([key]) => key.startsWith(beginning));
  return Object.fromEntries(found.map(([key, text]) => [key.slice(beginning.length), text]));
}

function leaves(rules: Rules, usual: JsonObject, path: string): Key[] {
  return Object.entries(rules).flatMap(([key, rule]) => {
    const given = usual[key];
    const value: unknown = rule.orList !== undefined && Array.isArray(given) ? given[0] : given;
    if (rule.keys) return leaves(rule.keys, isObject(value) ? value : {}, `${path}${key}.`);
    return [{ path: path + key, rule, usual: value }];
  });
}

/** Those of ding.json and of flash.config.json's `device`, in the order of the rules. */
export function configKeys(device: object): Key[] {
  return leaves(configRules(), device as JsonObject, "");
}

export const lists: readonly List[] = [...partLists, sensorList];

/** Those of an item of a list. */
export function itemKeys({ rules, usual }: List): Key[] {
  return leaves(rules, usual, "");
}
