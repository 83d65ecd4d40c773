/** Each command in the pages is run by a test, or is named with the reason why not (docs-commands.ts). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { coveredBy, ending, listeners, notRun, silentListeners } from "./docs-commands.ts";
import { blocksOf, docPages, inlineCode, type Block } from "./support/doc-pages.ts";

/** Programs by which a text between backticks is known for a command; one word alone is a program's name. */
const programs =
  /^(?:sudo |[A-Z_]+=\S+ )*(?:npm|npx|node|tsx|python3?|pip3?|mosquitto(?:_\w+)?|openssl|curl|wget|git|apt|apt-get|dpkg|docker|podman|pkill|systemctl|brew|ssh|esptool(?:\.py)?) \S/;
const shells = ["bash", "console", "shell", "zsh", "powershell"];

/** A recipe's listings that a test of test/recipes runs, as `recipe heading`. */
const recipesRun = new Set(
  readdirSync("test/recipes")
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(`test/recipes/${name}`, "utf8").matchAll(/listings\("([\w-]+)", "([^"]+)"\)/g)])
    .map(([, recipe = "", heading = ""]) => `${recipe} ${heading}`),
);

function isRunAsRecipe(file: string, { heading }: Block): boolean {
  const recipe = /^docs\/recipes\/([\w-]+)\/README\.md$/.exec(file)?.[1];
  return recipe !== undefined && recipesRun.has(`${recipe} ${heading}`);
}

/** The commands of a page: the lines of its blocks for a shell, and those between backticks. */
function commandsOf(file: string): string[] {
  const page = readFileSync(file, "utf8");
  const blocks = blocksOf(page).filter((block) => block.language === "sh" && !isRunAsRecipe(file, block));
  const lines = blocks.flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, "").split("\n"));
  // A table's head names a command by its first words.
  const inline = inlineCode(page).map((text) => text.replace(/ --$/, ""));
  return [...lines.filter((line) => line.trim() !== ""), ...inline.filter((text) => programs.test(text))];
}

const named = new Map<string, string>();
for (const file of docPages) for (const command of commandsOf(file)) named.set(command, named.get(command) ?? file);
const accounted = [...Object.keys(coveredBy), ...Object.keys(notRun), ...Object.keys(listeners), ...silentListeners, ...Object.keys(ending)];

describe("the commands of the pages", () => {
  it.each([...named])("%s, in %s, is accounted for", (command) => {
    expect(accounted).toContain(command);
  });

  it.each([...named.keys()].filter((command) => /^npm (run|start|test)\b/.test(command)))("%s is a script of package.json", (command) => {
    expect(manifest.scripts).toHaveProperty([/^npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? ""]);
  });

  it.each(accounted)("%s stands in a page, and in one table", (command) => {
    expect(named.has(command), "no page names it any more").toBe(true);
    expect(accounted.filter((other) => other === command)).toHaveLength(1);
  });

  it.each(Object.entries(coveredBy))("%s is covered by %j", (_command, [file, text]) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(text);
  });

  it.each(Object.entries(notRun))("%s is not run because %s", (_command, why) => {
    for (const file of why.match(/\b[\w-]+(?:\/[\w.-]+)+\.ts/g) ?? []) expect(existsSync(file), file).toBe(true);
  });

  it.each(docPages)("in the blocks of %s are marked as sh, and have no prompt", (file) => {
    for (const { language, text } of blocksOf(readFileSync(file, "utf8"))) {
      expect(shells).not.toContain(language);
      if (language !== "sh") expect(text.split("\n").filter((line) => programs.test(line.replace(/^\$ /, "")))).toEqual([]);
      else expect(text).not.toMatch(/^\$ /m);
    }
  });
});
