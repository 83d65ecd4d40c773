/** `npm run bench`: tinymqtt beside its peers on the real interpreter, in one run. */
import { Command } from "commander";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ours, peer } from "./bench/contestant.ts";
import { measure, type Measures } from "./bench/measure.ts";
import { table } from "./bench/table.ts";
import { runCommand } from "./command-line/run-command.ts";

const root = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** The command line of `bench`. */
export function benchCommand(): Command {
  const collect = (value: string, before: string[]): string[] => [...before, value];
  return new Command("bench")
    .description("Measures tinymqtt on the interpreter that ESPRUINO names, through a broker on this machine.")
    .option("--peer <name=file>", "a module to measure beside it; can be given again", collect, [])
    .allowExcessArguments(false)
    .action(async ({ peer: peers }: { peer: string[] }) => {
      const contestants = [await ours(root), ...(await Promise.all(peers.map(peer)))];
      const measures: Measures[] = [];
      if (process.env["ESPRUINO"]) for (const contestant of contestants) measures.push(await measure(contestant));
      console.log(table(contestants, measures));
      if (measures.length === 0) console.log("Bytes only: set ESPRUINO to an interpreter with 14-byte JsVars for the rest (README, Measured).");
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(benchCommand());
