/** `npm run pack`: tinymqtt as a package for others, ready for `npm pack`. */
import { Command } from "commander";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand } from "../command-line/run-command.ts";
import { stagePackage } from "./stage.ts";

/** The command line of `pack`. */
export function packCommand(): Command {
  return new Command("pack")
    .description("Makes the package tinymqtt in the folder package/, ready for npm pack: for Node, for bundlers, and one file for Espruino.")
    .allowExcessArguments(false)
    .action(async () => {
      const root = fileURLToPath(new URL("../../..", import.meta.url));
      await stagePackage(root.slice(0, -1), path.join(root, "package"));
      console.log("package/ is ready: npm pack ./package");
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(packCommand());
