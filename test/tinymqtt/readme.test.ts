/** The README's conformance table names tests that exist, and its options and events are those of the types. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, file), "utf8");
const readme = read("../../src/tinymqtt/README.md");
const rows = [...readme.matchAll(/^\| \[(MQTT-[\d.]+-\d+)\] \| (\S+) \| (.+) \|$/gm)].map(([, statement = "", file = "", title = ""]) => ({
  statement,
  file,
  title,
}));

test.each(rows)("$statement is shown by $file: $title", ({ file, title }) => {
  expect(read(file)).toContain(title);
});

test("the table has every statement once", () => {
  const statements = rows.map(({ statement }) => statement);
  expect(new Set(statements).size).toBe(statements.length);
  expect(statements.length).toBeGreaterThan(70);
});

test("statements that sources and tests name are in it, or are about servers", () => {
  const servers = new Set(["MQTT-3.2.2-2", "MQTT-3.3.1-10", "MQTT-3.14.4-3", "MQTT-2.3.1-4", "MQTT-2.2.3"]);
  const named = new Set<string>();
  for (const file of ["connect", "reconnect", "keepalive", "incoming", "outbox", "subscriptions", "filters"]) {
    for (const [statement] of read(`${file}.test.ts`).matchAll(/MQTT-[\d.]+-\d+/g)) named.add(statement);
  }
  for (const file of readdirSync(path.resolve(import.meta.dirname, "../../src/tinymqtt")).filter((name) => name.endsWith(".ts"))) {
    for (const [statement] of read(`../../src/tinymqtt/${file}`).matchAll(/MQTT-[\d.]+-\d+/g)) named.add(statement);
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
