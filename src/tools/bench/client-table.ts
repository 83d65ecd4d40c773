/** The bench's answer as a table in Markdown: a column for each client, with the ratio of ours to it. */
import type { Contestant } from "./client-contestant.ts";
import type { Measures } from "./client-measures.ts";
import type { Row } from "./node-table.ts";

const rowsIn = (unit: string): readonly [label: string, key: keyof Measures, digits: number][] => [
  ["JsVars, connected and subscribed", "vars", 0],
  [`${unit} for a QoS 0 publish of 60 bytes`, "publish", 0],
  [`${unit} for a message received in a burst`, "receive", 0],
  ["messages of the burst that arrived", "arrived", 0],
  ["reconnects out of 50", "reconnects", 0],
  ["JsVars more after them", "growth", 0],
];

function cell(value: number, own: number, digits: number): string {
  if (!Number.isFinite(value)) return "no answer";
  if (value === 0) return "0";
  const ratio = Number.isFinite(own) ? ` (${(own / value).toFixed(2)})` : "";
  return value.toFixed(digits) + ratio;
}

/**
 * Our client is the first column; every other cell has in brackets ours divided by its value.
 * @param measures empty where there is no interpreter
 * @param unit of the measures
 */
export function table(contestants: readonly Contestant[], measures: readonly Measures[], unit: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const values = (own: number, all: readonly number[], digits: number): string[] =>
    all.map((value, index) => (index === 0 ? cell(value, NaN, digits) : cell(value, own, digits)));
  const bytes = contestants.map(({ code }) => code.length);
  return [
    line(["", ...contestants.map(({ name }) => name)]),
    line(["---", ...contestants.map(() => "---:")]),
    line(["bytes, minified", ...values(bytes[0] ?? NaN, bytes, 0)]),
    ...(measures.length === 0 ? [] : rowsIn(unit)).map(([label, key, digits]) =>
      line([
        label,
        ...values(
          measures[0]?.[key] ?? NaN,
          measures.map((measure) => measure[key]),
          digits,
        ),
      ]),
    ),
  ].join("\n");
}

/** The ratios that are bounded, where the peers they are held against were measured. */
export function clientRatios(contestants: readonly Contestant[], measures: readonly Measures[]): Row[] {
  const bounds: readonly [peer: string, key: "publish" | "receive", what: string, must: number, aim: number][] = [
    ["tinyMQTT", "publish", "a QoS 0 publish, against tinyMQTT", 1.1, 1],
    ["MQTT", "receive", "a message received in a burst, against the MQTT module", 0.4, 0.33],
  ];
  return bounds.flatMap(([name, key, what, must, aim]) => {
    const theirs = measures[contestants.findIndex((one) => one.name === name)]?.[key];
    const own = measures[0]?.[key];
    return theirs === undefined || own === undefined ? [] : [{ what, ours: own, theirs, held: own / theirs, must, aim }];
  });
}
