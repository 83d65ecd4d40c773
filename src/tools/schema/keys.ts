/** The keys of the configuration, one by one, as the firmware's rules and flash.config.json's defaults have them. */
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { configRules, sensorRules } from "../../firmware/config.ts";
import { isPlain, type Plain } from "../../firmware/rules.ts";

export interface Key {
  /** Such as "mqtt.port". */
  readonly path: string;
  /** Such as "integer 1 65535". */
  readonly rule: string;
  readonly usual: unknown;
}

/** What the firmware takes for a sensor's key that is left out. */
export const sensorDefaults: Plain = { name: "sensor0", kind: "analog", pin: "", every: 60_000, change: 0 };

function leaves(rules: Plain, usual: Plain, path: string): Key[] {
  return Object.entries(rules).flatMap(([key, rule]) => {
    const value = usual[key];
    if (isPlain(rule)) return leaves(rule, isPlain(value) ? value : {}, `${path}${key}.`);
    return [{ path: path + key, rule: String(rule), usual: value }];
  });
}

/** Those of ding.json and of flash.config.json's `device`, in the order of the rules. */
export function configKeys(device: Plain): Key[] {
  return leaves(configRules(), device, "");
}

/** Those of one of `sensors`. */
export function sensorKeys(): Key[] {
  return leaves(sensorRulesHere(), sensorDefaults, "");
}

/** The rules of a sensor, with the kinds that this node has. */
export function sensorRulesHere(): Plain {
  return sensorRules(Object.keys(sensorKinds()).join(" "));
}
