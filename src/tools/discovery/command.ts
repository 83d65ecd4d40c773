/** `npm run discovery`: prints the document by which Home Assistant shows a node, without a board. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { basisOf, checkConfig, configBytes } from "../config/check-config.ts";
import { readSettings } from "../config/settings.ts";
import { readConfigFile } from "../config/config-file.ts";
import { discoveryDocument, discoveryTopic, usualPrefix } from "../home-assistant/document.ts";
import { decodedConfig } from "../home-assistant/stored-document.ts";

interface Options {
  node?: string;
  config?: string;
  payload?: boolean;
}

/** The command line of `discovery`. */
export function discoveryCommand(): Command {
  return new Command("discovery")
    .description("Prints topic and document by which Home Assistant shows a node. A node with the key `discovery` publishes them by itself.")
    .option("--node <name>", "the node's name (default: the configuration's)")
    .option("--config <file>", "a ding.json (default: device.local.json, if there is one)")
    .option("--payload", "prints the document alone, in one line, as it is published")
    .allowExcessArguments(false)
    .action(async ({ node: given, config: file, payload }: Options) => {
      const { device, board, version } = await readSettings(".");
      const { config: own = {}, name = "" } = readConfigFile(file) ?? {};
      const { config, faults } = checkConfig(configBytes(own), basisOf(device, board));
      if (faults.length > 0) throw new UserError([`${name} is not right:`, ...faults].join("\n  "), exitCodes.usage);
      const decoded = decodedConfig(config);
      const node = given ?? decoded.node;
      if (node === "") throw new UserError("the node's name is missing: give --node <name>, such as ding-40c4ff", exitCodes.usage);
      const document = discoveryDocument(decoded, node, version);
      if (payload) console.log(JSON.stringify(document));
      else console.log(`${discoveryTopic(decoded.discovery || usualPrefix, node)}\n${JSON.stringify(document, undefined, 2)}`);
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(discoveryCommand());
