/** `npm run schema`: writes the JSON Schemas and the tables of docs/configuration.md, from the firmware's rules. */
import { Command } from "commander";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "../command-line/run-command.ts";
import { readSettings } from "../config/settings.ts";
import { schemaFiles } from "./files.ts";

/** The command line of `schema`. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("Writes what is made from the firmware's rules: the JSON Schemas in schema/, and the tables of docs/configuration.md.")
    .allowExcessArguments(false)
    .action(async () => {
      for (const [file, contents] of await schemaFiles(".", await readSettings("."))) {
        const old = await readFile(file, "utf8").catch(() => "");
        if (old === contents) continue;
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, contents);
        console.log(`${file} is new`);
      }
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(schemaCommand());
