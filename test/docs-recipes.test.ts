/** The pages of docs/recipes name only what is there: recipes, files, links, npm scripts. What they tell is tried by test/recipes. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

const root = "docs/recipes";
const recipes = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const pages = [path.join(root, "README.md"), ...recipes.map((recipe) => path.join(root, recipe, "README.md"))].map((file) => ({
  file,
  text: readFileSync(file, "utf8"),
}));

it("the index leads to every recipe", () => {
  expect(recipes.length).toBeGreaterThan(0);
  for (const recipe of recipes) expect(pages[0]?.text).toContain(`](${recipe}/README.md)`);
});

it.each(recipes)("the page of %s names all of its files", (recipe) => {
  const text = readFileSync(path.join(root, recipe, "README.md"), "utf8");
  const files = readdirSync(path.join(root, recipe)).filter((file) => file !== "README.md");
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(text.includes(file), file).toBe(true);
});

describe.each(pages)("$file", ({ file, text }) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? "");
  it("has links that lead somewhere", () => {
    for (const link of links) expect(existsSync(path.join(path.dirname(file), link)), link).toBe(true);
  });

  it("names npm scripts that exist", () => {
    const scripts = [...text.matchAll(/`npm (?:run )?([a-z][a-z:]*)/g)].map((match) => match[1] ?? "");
    for (const script of scripts) expect(manifest.scripts).toHaveProperty([script]);
  });
});
