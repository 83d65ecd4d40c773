/** docs/faults.md has each case of the fault suite, with what the node promises, and each day, and no others. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { groups } from "./faults/cases.ts";
import { seeds } from "./faults/seeds.ts";

const rows = readFileSync("docs/faults.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.slice(2, -2).split(" | "))
  .filter(([first = ""]) => first !== "case" && first !== "seed");

it("its cases are those of the suite, in their order", () => {
  const cases = groups.flatMap(([, all]) => all.map(({ name, promise }) => [name, promise]));
  expect(rows.filter(([first = ""]) => !/^\d+$/.test(first)).map((row) => row.slice(0, 2))).toEqual(cases);
});

it("its days are those of the suite", () => {
  expect(rows.flatMap(([first = ""]) => (/^\d+$/.test(first) ? [Number(first)] : []))).toEqual(seeds);
});

it("every case was run on the virtual ESP32, and on the real interpreter if it can be", () => {
  expect(rows.filter((row) => row.includes("not run"))).toEqual([]);
});
