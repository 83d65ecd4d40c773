/** `npm run build`: makes dist/ and prints what each file weighs. */
import { Command } from "commander";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { BuildError } from "../bundle/build-error.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes } from "../command-line/user-error.ts";
import { pinNotes } from "../config/check-config.ts";
import { build } from "../node-build/build-dist.ts";

/** The command line of `build`. */
export function buildCommand(): Command {
  return new Command("build")
    .description("Builds the files of the chip's Storage into dist/, and its manifest.")
    .option("--out <folder>", "where to", "dist")
    .allowExcessArguments(false)
    .action(async ({ out }: { out: string }) => {
      try {
        const { manifest, settings, moved } = await build(path.resolve(out));
        const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
        for (const file of manifest.files) console.log(weight(file.path, file.bytes));
        console.log(`${weight("in all", total)} of ${settings.budget}`);
        for (const note of pinNotes(settings.device, settings.board)) console.log(`note: ${note}`);
        for (const [group, functions] of moved) console.log(`made only while they run (${group}): ${functions.join(", ")}`);
      } catch (error) {
        if (!(error instanceof BuildError)) throw error;
        // Bare lines: an editor's terminal makes links of `file:line:column`.
        for (const line of error.lines) console.error(line);
        process.exitCode = exitCodes.failed;
      }
    });
}

function weight(name: string, bytes: number): string {
  return `${name.padEnd(8)} ${String(bytes).padStart(6)} bytes`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(buildCommand());
