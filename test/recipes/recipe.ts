/** A recipe as its reader uses it: the files are copied, the listings are run, and only ports and host names differ. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const recipes = path.join(import.meta.dirname, "../../docs/recipes");

/** Copies the folder of a recipe to a new place, and returns that. */
export function copyRecipe(recipe: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), `recipe-${recipe}-`));
  cpSync(path.join(recipes, recipe), copy, { recursive: true });
  return copy;
}

export function recipeFile(recipe: string, file: string): string {
  return readFileSync(path.join(recipes, recipe, file), "utf8");
}

/** The listings for a shell, or of another language, below a heading of the recipe's README. */
export function listings(recipe: string, heading: string, language = "sh"): string[] {
  const section = recipeFile(recipe, "README.md").split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  const found = [...(section ?? "").matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text = ""]) => text);
  if (found.length === 0) throw new Error(`the recipe ${recipe} has no listing in ${language} below "${heading}"`);
  return found;
}

/** Replaces every occurrence of each text. Throws if there is none: the recipe has changed, and the test would not notice. */
export function replaceAll(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`"${from}" is not in:\n${text}`);
    return changed.replaceAll(from, () => to);
  }, text);
}

/** For the end of a configuration: started by root, Mosquitto would become a user who cannot read the test's folder. */
export const sameUser = "\nuser root\n";

/** The password of an account, from the file `handout` that the listings make. */
export function passwordOf(account: string, folder: string): string {
  const password = new RegExp(`^${account}:(.*)$`, "m").exec(readFileSync(path.join(folder, "handout"), "utf8"))?.[1];
  if (password === undefined) throw new Error(`${account} has no account`);
  return password;
}

/** Runs shell commands in a folder, the first failure ends them. Resolves with all that they print. */
export async function shell(commands: string, folder: string): Promise<string> {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin`;
  const { stdout, stderr } = await promisify(execFile)("sh", ["-e", "-c", commands], { cwd: folder, env: { ...process.env, PATH: path } });
  return stdout + stderr;
}
