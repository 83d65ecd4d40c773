/** Each row of docs/faults-found.md names a test, which exists. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const rows = readFileSync("docs/faults-found.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line));
const tests = rows.map((row): [number: string, file: string, title: string] => {
  const [, number = ""] = /^\| (\d+)/.exec(row) ?? [];
  const [, file = "", title = ""] = /`(test\/[^`]+)`: (.+?) \|$/.exec(row) ?? [];
  return [number, file, title];
});

it.each(tests)("row %s has its test in %s: %s", (_number, file, title) => {
  expect(title).not.toBe("");
  expect(readFileSync(file, "utf8")).toContain(title);
});
