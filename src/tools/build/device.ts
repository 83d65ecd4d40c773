/** Checks flash.config.json whole, by the rules that the firmware checks a ding.json by. */
import { configRules } from "../../firmware/config-keys.ts";
import { isPlain, merge, type Plain } from "../../firmware/rules.ts";
import { sensorRulesHere, tableOf } from "./tables.ts";

const budgetRules = { total: "integer 1 16777216" };

/** Text as the chip holds it, a character for each byte: lengths count in bytes. */
function inBytes(value: unknown): unknown {
  return JSON.parse(Buffer.from(JSON.stringify(value), "utf8").toString("latin1"));
}

/** What is wrong with the keys of `given`, a line each. */
function faultsOf(given: Plain, rules: Plain, path: string): string[] {
  const faults: string[] = [];
  merge({}, tableOf(rules, {}), given, path, (fault, instead) => {
    faults.push(Buffer.from(fault + instead.replace(/; using .*$/s, ""), "latin1").toString("utf8"));
  });
  return faults;
}

/** Where there must be a pin and is none. Which pins the board has is board.ts's to say. */
function withoutPin(given: Plain): string[] {
  const uses = { button: "input", led: "output" };
  return Object.entries(uses).flatMap(([part, use]) => {
    const values = given[part];
    return isPlain(values) && values["pin"] === "" ? [`device.${part}.pin must be a pin for ${use}, got ""`] : [];
  });
}

/** The keys of `rules` that `given` has not got: what is compiled in must be whole. */
function missing(given: Plain, rules: Plain, path: string): string[] {
  return Object.entries(rules).flatMap(([key, rule]) => {
    const value = given[key];
    if (value === undefined) return [`${path}${key} is missing`];
    return isPlain(rule) && isPlain(value) ? missing(value, rule, `${path}${key}.`) : [];
  });
}

/** What is wrong with `device`, completed by its board; a line each. */
export function deviceFaults(device: Plain): string[] {
  const given = inBytes(device) as Plain;
  const faults = [...faultsOf(given, configRules, "device."), ...withoutPin(given), ...missing(given, configRules, "device.")];
  const { sensors } = given;
  if (!Array.isArray(sensors)) return faults;
  const inSensors = sensors.flatMap((sensor: unknown, i) => {
    const path = `device.sensors[${String(i)}]`;
    if (!isPlain(sensor)) return [`${path} must be an object {...}`];
    return [...faultsOf(sensor, sensorRulesHere(), `${path}.`), ...missing(sensor, sensorRulesHere(), `${path}.`)];
  });
  return [...faults, ...inSensors];
}

/** What is wrong with the file beside `device` and `board`: unknown keys, and the budget. A line each. */
export function settingsFaults(settings: Plain): string[] {
  // Named so that an unknown key finds the one that was meant; what is in them is checked elsewhere.
  const elsewhere = ["$schema", "board", "device", "interpreter"];
  const given = Object.fromEntries(Object.entries(settings).filter(([key]) => !elsewhere.includes(key)));
  const rules = { board: "array", device: "array", budget: budgetRules, interpreter: "array" };
  return [...faultsOf(given, rules, ""), ...missing(given, { budget: budgetRules }, "")];
}
