/** The keys of the configuration, one by one, as the firmware's rules and flash.config.json's defaults have them. */
import { configRules, sensorDefaults } from "../../firmware/config-keys.ts";
import { isPlain, type Plain } from "../../firmware/rules.ts";
import { sensorRulesHere } from "../build/tables.ts";

export interface Key {
  /** Such as "mqtt.port". */
  readonly path: string;
  /** Such as "integer 1 65535". */
  readonly rule: string;
  readonly usual: unknown;
}

/** What the firmware takes for a key of the first sensor that is left out. */
export const firstSensor: Plain = { ...sensorDefaults, name: "sensor0" };

function leaves(rules: Plain, usual: Plain, path: string): Key[] {
  return Object.entries(rules).flatMap(([key, rule]) => {
    const value = usual[key];
    if (isPlain(rule)) return leaves(rule, isPlain(value) ? value : {}, `${path}${key}.`);
    return [{ path: path + key, rule: String(rule), usual: value }];
  });
}

/** Those of ding.json and of flash.config.json's `device`, in the order of the rules. */
export function configKeys(device: Plain): Key[] {
  return leaves(configRules, device, "");
}

/** Those of one of `sensors`. */
export function sensorKeys(): Key[] {
  return leaves(sensorRulesHere(), firstSensor, "");
}
