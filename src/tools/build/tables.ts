/** The tables that are compiled in (src/firmware/rules.ts): each key once, with its rule and its default, as short as can be. */
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { configRules, sensorDefaults, sensorRules } from "../../firmware/config-keys.ts";
import { isPlain, type Plain } from "../../firmware/rules.ts";

/** A number as short as the chip reads it: 864e5. */
function short(number: string): string {
  return number.replace(/(00+)$/, (zeros) => `e${zeros.length}`);
}

/** Of a rule such as "integer 1 65535": what the table says beside the key, and a value of the right type. */
function entry(rule: string): { words: string; like: unknown } {
  const [kind = "", ...words] = rule.split(" ");
  const range = words.map(short).join(" ");
  switch (kind) {
    case "boolean":
      return { words: "", like: false };
    case "array":
      return { words: "", like: [] };
    case "integer":
      return { words: range, like: 0 };
    case "number":
      return { words: `${range} .`, like: 0 };
    case "list":
      return { words: words.join(" "), like: [] };
    case "one":
      return { words: words.join(" "), like: "" };
    case "pin": // which the chip tells apart by what is on them
      return { words: "", like: "" };
    case "text":
      return { words: range, like: "" };
    case "host":
      return { words: `${range} :`, like: "" };
    case "name":
      return { words: `${range} [+#/]`, like: "" };
    case "topic":
      return { words: `${range} [+#]|/$`, like: "" };
    default:
      throw new Error(`no such rule: ${rule}`);
  }
}

/** The table of these rules, with the defaults in `usual`; where there is none, with something of its type. */
export function tableOf(rules: Plain, usual: Plain): Plain {
  const rows = Object.entries(rules).map(([key, rule]): [string, unknown] => {
    const value = usual[key];
    if (isPlain(rule)) return [key, tableOf(rule, isPlain(value) ? value : {})];
    const { words, like } = entry(String(rule));
    return [words ? `${key} ${words}` : key, value ?? like];
  });
  return Object.fromEntries(rows);
}

/** The rules of a sensor, with the kinds that this node has. */
export function sensorRulesHere(): Plain {
  return sensorRules(Object.keys(sensorKinds()));
}

/** A sensor without what it need not say. */
function briefly(sensor: unknown): unknown {
  if (!isPlain(sensor)) return sensor;
  return Object.fromEntries(Object.entries(sensor).filter(([key, value]) => value !== sensorDefaults[key]));
}

/** The JSON of both tables, of the configuration and of a sensor. A character of the chip's is a byte: texts are in UTF-8. */
export function tables(device: Plain): string {
  // The kinds are put in by the firmware itself, so that a new one is a matter of kinds.ts alone.
  const rules = Object.fromEntries(Object.entries(sensorRulesHere()).filter(([key]) => key !== "kind"));
  const sensors = Array.isArray(device["sensors"]) ? device["sensors"].map(briefly) : [];
  const both = [tableOf(configRules, { ...device, sensors }), tableOf(rules, sensorDefaults)];
  return Buffer.from(JSON.stringify(both), "utf8").toString("latin1");
}
