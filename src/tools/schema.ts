/** `npm run schema`: writes the JSON Schemas and the README's tables of the configuration, from the firmware's rules. */
import { Command } from "commander";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "./command-line/run-command.ts";
import { schemaFiles } from "./schema/files.ts";

/** The command line of `schema`. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("Writes what is made from the firmware's rules: the JSON Schemas in schema/, and the README's tables.")
    .allowExcessArguments(false)
    .action(async () => {
      for (const [file, contents] of await schemaFiles(".")) {
        const old = await readFile(file, "utf8").catch(() => "");
        if (old === contents) continue;
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, contents);
        console.log(`${file} is new`);
      }
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(schemaCommand());
