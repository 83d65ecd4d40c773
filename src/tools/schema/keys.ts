/** The keys of the configuration, one by one, with what the firmware's rules and flash.config.json say of each. */
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { configRules, sensorRules } from "../../firmware/config-rules.ts";
import { sensorDefaults } from "../../firmware/config.ts";
import { isObject, type JsonObject, type Rule, type Rules } from "../../firmware/validate.ts";

export interface Key {
  /** Such as "mqtt.port". */
  readonly path: string;
  readonly rule: Rule;
  /** Its default. */
  readonly usual: unknown;
}

/** What each key of a sensor may be. */
export function rulesOfSensor(): Rules {
  return sensorRules(Object.keys(sensorKinds()));
}

/** What the firmware takes for a key of the first sensor that is left out. */
export const firstSensor = sensorDefaults(0) as unknown as JsonObject;

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

/** Those of one of `sensors`. */
export function sensorKeys(): Key[] {
  return leaves(rulesOfSensor(), firstSensor, "");
}
