/** The tables of the configuration in docs/configuration.md, made from the firmware's rules. */
import type { JsonObject } from "../../firmware/validate.ts";
import { descriptions } from "./descriptions.ts";
import { configKeys, itemKeys, lists, type Key } from "./keys.ts";
import { ruleWords } from "./rule.ts";

const begin = "<!-- configuration: made by `npm run schema` -->";
const end = "<!-- end of configuration -->";

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`.replaceAll("|  |", "| |");
}

function usualInWords({ path, usual }: Key): string {
  if (path !== "sensors") return `\`${JSON.stringify(usual)}\``;
  if (Array.isArray(usual) && usual.length === 0) return "`[]`";
  const names = (Array.isArray(usual) ? usual : []).map((sensor: JsonObject) => `\`${String(sensor["name"])}\`, on \`${String(sensor["pin"])}\``);
  return names.length === 1 ? `one, ${names.join()}` : names.join("; ");
}

function table(head: string, keys: readonly Key[], texts: Readonly<Record<string, string>>): string {
  const rows = keys.map((key) => row(`\`${key.path}\``, usualInWords(key), ruleWords(key.rule), texts[key.path] ?? ""));
  return [row(head, "default", "must be", "what it is"), "|---|---|---|---|", ...rows].join("\n");
}

/**
 * The page with its tables as they must be.
 * @throws {Error} when the marks that say where they are are missing
 */
export function withTables(page: string, device: object): string {
  const [before, rest = ""] = page.split(begin);
  const [, after] = rest.split(end);
  if (before === undefined || after === undefined) throw new Error(`the page must hold ${begin} and ${end}`);
  const items = lists.flatMap((list) => [`Each of \`${list.key}\`:`, table(`key of ${list.item}`, itemKeys(list), list.texts)]);
  const tables = [table("key", configKeys(device), descriptions), ...items];
  return `${before}${begin}\n\n${tables.join("\n\n")}\n\n${end}${after}`;
}
