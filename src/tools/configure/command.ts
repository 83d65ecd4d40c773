/** `npm run configure -- --node <name> --key-file <file> <change>`: changes a node's ding.json over MQTT. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { passwordsOf } from "../board-setup/config-source.ts";
import { readKeyFile } from "../command-line/key-file.ts";
import { baseTopic, collected, nodeName, seconds } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { readSettings, SettingsError } from "../config/settings.ts";
import type { Settings } from "../config/settings-shape.ts";
import { addBrokerOptions, brokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { terminalOn } from "../terminal/terminal.ts";
import { checkChange } from "./check-change.ts";
import { ConfigurableNode } from "./configurable-node.ts";
import { configureNode, usualPatience } from "./configure-node.ts";
import { destinationOf } from "./destination.ts";
import { readChange } from "./read-change.ts";
import { checkLength, requestTopic } from "./request.ts";

interface Options extends BrokerOptions {
  node?: string;
  keyFile?: string;
  file?: string;
  set: string[];
  unset: string[];
  base?: string;
  timeout: number;
}

async function configure(json: string | undefined, options: Options): Promise<void> {
  // First what fails fast.
  const { node: name, keyFile, file, set, unset } = options;
  if (name === undefined) throw new UserError("say which node: --node <name>", exitCodes.usage);
  if (keyFile === undefined) {
    throw new UserError("--key-file <file> is missing: a node takes changes that are signed with its mqtt.key (npm run flash sets one)", exitCodes.usage);
  }
  const change = readChange({ json, file, set, unset });
  const key = readKeyFile(keyFile);
  const address = brokerAddress(options);
  const settings = await projectSettings();
  const base = options.base ?? settings.device.base;
  const topic = requestTopic(base, name);
  checkLength(topic, change, key);
  checkChange(change, settings, key);
  const terminal = terminalOn(process);
  if (passwordsOf(change).length > 0) terminal.say(passwordNote(topic));
  const destination = destinationOf(change, { node: name, base }, settings.device.base);
  const node = await ConfigurableNode.at(address, { name, base, key, newTopic: destination.topic, timeout: options.timeout * 1000, reconnectEvery: 1000 });
  try {
    await configureNode(node, { change, destination, patience: usualPatience, progress: terminal });
  } finally {
    await node.end();
  }
}

async function projectSettings(): Promise<Settings> {
  try {
    return await readSettings(".");
  } catch (error) {
    throw error instanceof SettingsError ? new UserError(error.message) : error;
  }
}

function passwordNote(topic: string): string {
  return `Note: the change holds a password, and everybody who may read ${topic} can read it`;
}

/** The command line of `configure`. */
export function configureCommand(): Command {
  const command = new Command("configure")
    .description("Changes a node's configuration over MQTT, e.g.: npm run configure -- --node hall --key-file ding.key --set health=60000")
    .argument("[change]", 'what to change, as JSON: {"mqtt":{"keepalive":60},"sntp":null}; null brings back the default')
    .option("--node <name>", "the node to configure", nodeName)
    .option("--key-file <file>", "the file with the node's mqtt.key")
    .option("--set <key=value>", "changes one key, such as mqtt.keepalive=60; as often as you like", collected, [])
    .option("--unset <key>", "brings back the default of one key; as often as you like", collected, [])
    .option("--file <file>", "a file with the change, as JSON")
    .option("--base <topic>", "the beginning of every topic (default: that of flash.config.json)", baseTopic)
    .option("--timeout <s>", "give up on a connection or subscription after so many seconds", seconds, 10)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(configure);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(configureCommand());
