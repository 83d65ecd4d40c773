/** The files that `npm run schema` keeps: their paths, and what must be in them. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Settings } from "../config/settings-shape.ts";
import { dingSchema, flashConfigSchema } from "./schemas.ts";
import { withTables } from "./tables.ts";

/** Where people read of the configuration. */
const tablesIn = "docs/configuration.md";

/** What each file must hold, by its path from `root`. */
export async function schemaFiles(root: string, { device, board }: Settings): Promise<ReadonlyMap<string, string>> {
  const boards = (await readdir(path.join(root, "board/pins"))).map((file) => path.parse(file).name).toSorted();
  const json = (value: unknown): string => JSON.stringify(value, undefined, 2) + "\n";
  return new Map([
    ["schema/ding.schema.json", json(dingSchema(device, board.pins))],
    ["schema/flash.config.schema.json", json(flashConfigSchema(device, board.pins, boards))],
    [tablesIn, withTables(await readFile(path.join(root, tablesIn), "utf8"), device)],
  ]);
}
