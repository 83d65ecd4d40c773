/** The files that `npm run schema` keeps: their paths, and what must be in them. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isPlain } from "../../firmware/rules.ts";
import { withTables } from "./readme-table.ts";
import { dingSchema, flashConfigSchema } from "./schemas.ts";

/** What each file must hold, by its path from `root`. */
export async function schemaFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const settings: unknown = JSON.parse(await readFile(path.join(root, "flash.config.json"), "utf8"));
  const device = isPlain(settings) && isPlain(settings["device"]) ? settings["device"] : {};
  const boards = (await readdir(path.join(root, "board/pins"))).map((file) => path.parse(file).name).toSorted();
  const json = (value: unknown): string => JSON.stringify(value, undefined, 2) + "\n";
  return new Map([
    ["schema/ding.schema.json", json(dingSchema(device))],
    ["schema/flash.config.schema.json", json(flashConfigSchema(device, boards))],
    ["README.md", withTables(await readFile(path.join(root, "README.md"), "utf8"), device)],
  ]);
}
