/** `npm run build`: makes dist/ and prints what each file weighs. */
import { Command } from "commander";
import path from "node:path";
import { BuildError } from "./build/bundle.ts";
import { build } from "./build/dist.ts";

const command = new Command("build")
  .description("Builds the files of the chip's Storage into dist/.")
  .option("--out <folder>", "where to", "dist")
  .allowExcessArguments(false)
  .parse();
const { out } = command.opts<{ out: string }>();

try {
  const { manifest, budget } = await build(path.resolve(out));
  const rows = manifest.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  rows.push({ name: "in all", bytes: rows.reduce((sum, row) => sum + row.bytes, 0) });
  for (const { name, bytes } of rows) {
    const share = name === "in all" ? `  of ${String(budget)}` : "";
    console.log(`${name.padEnd(8)} ${String(bytes).padStart(6)} bytes${share}`);
  }
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  for (const line of error.lines) console.error(line);
  process.exitCode = 1;
}
