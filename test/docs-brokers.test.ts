/** The pages about brokers agree with what the tests expect of each, and name the files that the tests start them with. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { brokerTable } from "./brokers/table.ts";

it("docs/brokers.md has the table of what the brokers do", () => {
  expect(readFileSync("docs/brokers.md", "utf8")).toContain(`\n\n${brokerTable()}\n\n`);
});

it.each(readdirSync("docs/scale"))("docs/scale.md leads to %s", (file) => {
  expect(readFileSync("docs/scale.md", "utf8")).toContain(`](scale/${file})`);
});
