/** `npm run fuzz`: the fuzzers of `npm test` with as many cases as you like. */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { wholeNumber } from "../../src/tools/command-line/option-parsers.ts";
import { runCommand } from "../../src/tools/command-line/run-command.ts";
import { targets } from "./batches.ts";

interface Options {
  cases: number;
  seed: number;
  only?: string;
}

function fuzz({ cases, seed, only }: Options): void {
  const filter = only === undefined ? [] : ["--testNamePattern", `fuzz ${only},`];
  const env = { ...process.env, FUZZ_CASES: String(cases), FUZZ_SEED: String(seed), ...(only === undefined ? {} : { FUZZ_ONLY: only }) };
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.fuzz.config.ts", ...filter];
  process.stdout.write(`${cases} cases from seed ${seed}\n`);
  process.exitCode = spawnSync(process.execPath, vitest, { stdio: "inherit", env }).status ?? 1;
}

/** The command line of `fuzz`. */
export function fuzzCommand(): Command {
  return new Command("fuzz")
    .description("Sends hostile input to the node on the virtual board and to the tools. A failure names its seed, by which it can be repeated.")
    .option("--cases <n>", "cases of all targets together", wholeNumber(1, 1_000_000_000), 1_000_000)
    .option(
      "--seed <n>",
      "the first batch's seed; each batch after it has the next number (default: one by the clock)",
      wholeNumber(0, 1_000_000_000),
      Math.floor(Date.now() / 1000) % 1_000_000,
    )
    .addOption(new Option("--only <target>", "gives all cases to one target").choices(targets))
    .allowExcessArguments(false)
    .action(fuzz);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(fuzzCommand());
