/** `npm run update -- --node <name> --key-file <file>`: sends the node as its sources are now to nodes in the field, over MQTT. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { readKeyFile } from "../command-line/key-file.ts";
import { baseTopic, nodeName, seconds } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { addBrokerOptions, brokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { buildForFlash } from "../node-build/build-for-flash.ts";
import { terminalOn } from "../terminal/terminal.ts";
import { newVersion } from "./new-version.ts";
import { Nodes } from "./nodes.ts";
import { serve } from "./serve.ts";
import { updateNodes } from "./update-nodes.ts";
import { usualPatience } from "./update-node.ts";

interface Options extends BrokerOptions {
  node?: string;
  all?: boolean;
  serve?: boolean;
  keyFile?: string;
  base?: string;
  force?: boolean;
  timeout: number;
}

async function update(options: Options): Promise<void> {
  // First what fails fast.
  const choices = [options.node !== undefined, options.all, options.serve].filter((isGiven) => isGiven === true);
  if (choices.length !== 1) throw new UserError("say which node: --node <name>, or --all; or --serve for Home Assistant", exitCodes.usage);
  if (options.keyFile === undefined) {
    throw new UserError("--key-file <file> is missing: a node takes updates that are signed with its mqtt.key (npm run flash sets one)", exitCodes.usage);
  }
  const key = readKeyFile(options.keyFile);
  const address = brokerAddress(options);
  const terminal = terminalOn(process);
  const { release, settings } = await buildForFlash();
  const base = options.base ?? settings.device.base;
  const nodes = await Nodes.at(address, {
    base,
    node: options.node ?? "+",
    key,
    hearsRequests: options.serve === true,
    timeout: options.timeout * 1000,
    reconnectEvery: 1000,
  });
  const wanted = { version: newVersion(release), force: options.force === true, patience: usualPatience, progress: terminal };
  try {
    if (options.serve) await serve(nodes, wanted);
    else await updateNodes(nodes, { ...wanted, only: options.node });
  } finally {
    await nodes.end();
  }
}

/** The command line of `update`. */
export function updateCommand(): Command {
  const command = new Command("update")
    .description("Updates nodes over MQTT, e.g.: npm run update -- --node hall --key-file ding.key")
    .option("--node <name>", "the node to update", nodeName)
    .option("--all", "every node that takes updates, one after another; stops at the first that fails")
    .option("--serve", "offers the version to Home Assistant, and installs it when somebody asks there (Ctrl-C ends)")
    .option("--key-file <file>", "the file with the nodes' mqtt.key")
    .option("--base <topic>", "the beginning of every topic (default: that of flash.config.json)", baseTopic)
    .option("--force", "also an older version, or the same one with other bytes")
    .option("--timeout <s>", "give up on a connection or subscription after so many seconds", seconds, 10)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(update);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(updateCommand());
