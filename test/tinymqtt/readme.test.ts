/** The README's conformance table names tests that exist, and its options and events are those of the types. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, file), "utf8");
const readme = read("../../src/tinymqtt/README.md");
const rows = [...readme.matchAll(/^\| \[(MQTT5?-[\d.]+-\d+)\] \| (\S+) \| ([^|]+) \|(?: ([\d.-]+|none) \|)?$/gm)].map(
  ([, statement = "", file = "", title = "", in5]) => ({ statement, file, title, in5 }),
);

test.each(rows)("$statement is shown by $file: $title", ({ file, title }) => {
  expect(read(file)).toContain(title);
});

test("the table has every statement once", () => {
  const statements = rows.map(({ statement }) => statement);
  expect(new Set(statements).size).toBe(statements.length);
  expect(statements.length).toBeGreaterThan(95);
  // The column for MQTT 5 belongs to the statements of 3.1.1.
  expect(rows.filter(({ statement, in5 }) => statement.startsWith("MQTT5") !== (in5 === undefined))).toEqual([]);
});

test("statements that sources and tests name are in it, or are about servers", () => {
  const servers = new Set(["MQTT5-3.3.2-15", "MQTT-3.2.2-2", "MQTT-3.3.1-10", "MQTT-3.14.4-3", "MQTT-2.3.1-4", "MQTT-2.2.3"]);
  const named = new Set<string>();
  for (const file of ["connect", "reconnect", "keepalive", "incoming", "outbox", "subscriptions", "filters", "version-5", "messages-5"]) {
    for (const [statement] of read(`${file}.test.ts`).matchAll(/MQTT5?-[\d.]+-\d+/g)) named.add(statement);
  }
  for (const file of readdirSync(path.resolve(import.meta.dirname, "../../src/tinymqtt")).filter((name) => name.endsWith(".ts"))) {
    for (const [statement] of read(`../../src/tinymqtt/${file}`).matchAll(/MQTT5?-[\d.]+-\d+/g)) named.add(statement);
  }
  const known = new Set(rows.map(({ statement }) => statement));
  expect([...named].filter((statement) => !known.has(statement) && !servers.has(statement))).toEqual([]);
});

test.each([
  ["options", "../../src/tinymqtt/options.ts", /export interface Options \{([\s\S]*?)\n\}/],
  ["events", "../../src/tinymqtt/types.ts", /export interface Events \{([\s\S]*?)\n\}/],
])("it lists all %s", (_what, file, pattern) => {
  const body = pattern.exec(read(file))?.[1] ?? "";
  const names = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name ?? "");
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
