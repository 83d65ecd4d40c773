/** `npm start`: builds the node, puts it on a virtual board beside a broker, and hands you the button. */
import { pathToFileURL } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { seconds, wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { addBrokerOptions, mqttPort } from "../mqtt/broker-address.ts";
import type { ButtonEvent } from "../../firmware/button.ts";
import { checkEngine, engineNames } from "./engine-names.ts";
import { Keyboard } from "./keyboard.ts";
import { checkPageOptions } from "./page.ts";
import type { SimulateOptions } from "./run-simulation.ts";

async function simulate(options: SimulateOptions, command: Command): Promise<void> {
  checkOptions(options);
  if (options.scenario !== undefined) checkScenarioOptions(command);
  checkEngine(options.engine);
  // From here on the terminal echoes no key: it would end up among the lines.
  const keyboard = process.stdin.isTTY ? new Keyboard(process.stdin) : undefined;
  process.stdout.write("Starting: building the node...\n");
  try {
    // Loaded as late as this, for it takes its second.
    const { runSimulation } = await import("./run-simulation.ts");
    await runSimulation(options, keyboard);
  } finally {
    keyboard?.release();
  }
}

/** What no single option's parser can see. */
function checkOptions(options: SimulateOptions): void {
  checkPageOptions(options);
  const bad = (message: string): UserError => new UserError(message, exitCodes.usage);
  if (options.broker !== undefined && options.port !== undefined) {
    throw bad("--port is the embedded broker's; the port of an outside one goes into --broker mqtt://host:port");
  }
  if (options.broker !== undefined && options.mdns) throw bad("--mdns makes the embedded broker known: leave out --broker");
  if (options.broker === undefined && [options.username, options.password, options.ca].some((option) => option !== undefined)) {
    throw bad("--username, --password and --ca are for an outside broker: add --broker mqtt://host[:port]");
  }
}

/** What a scenario says itself, or has nothing to do with. */
const notWithScenario = [
  "nodes",
  "broker",
  "username",
  "password",
  "ca",
  "port",
  "mdns",
  "engine",
  "pressEvery",
  "duration",
  "page",
  "pagePort",
  "open",
  "host",
];

function checkScenarioOptions(command: Command): void {
  const [given] = command.options.filter(
    (option) => notWithScenario.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (given?.long) throw new UserError(`${given.long} does not go with --scenario, which runs on boards and a broker of its own`, exitCodes.usage);
}

const allEvents: readonly ButtonEvent[] = ["press", "release", "click", "double", "long"];

/** Reads `--events`. */
function buttonEvents(text: string): ButtonEvent[] {
  const words = text.split(",").map((word) => word.trim());
  const events = allEvents.filter((event) => words.includes(event));
  if (words.length !== events.length) throw new InvalidArgumentError(`It must be some of ${allEvents.join(", ")}, with commas between them.`);
  return events;
}

/** The command line of `start`. */
export function simulateCommand(): Command {
  const engines = new Option("--engine <name>", "what runs the node: virtual, or espruino (the binary that ESPRUINO names)");
  const command = new Command("start")
    .description("Runs the node on a virtual ESP32 with a broker beside it; use the keys to press its button and cut its connections")
    .addOption(engines.choices(Object.keys(engineNames)).default("virtual"))
    .option("--port <n>", `the embedded broker's port (default ${mqttPort}; 0: any free one)`, wholeNumber(0, 65_535))
    .option("--mdns", "open the embedded broker to the network, without a password, and make it known by mDNS", false)
    .option("--nodes <n>", "so many boards", wholeNumber(1, 20), 1)
    .option("--scenario <file>", "play a scenario on virtual time and end: a file, or the name of one that comes with the simulator")
    .option("--page-port <n>", "the page's port (default 8080, or any free one)", wholeNumber(0, 65_535))
    .option("--no-page", "serve no page")
    .option("--open", "open the page in the browser", false)
    .option("--host <address>", "where the page can be reached (default 127.0.0.1: from this computer only)")
    .option("--events <list>", "events of the first button to send, such as press,double,long (default: those of flash.config.json)", buttonEvents)
    .option("--press-every <ms>", "press BOOT every <ms> ms, for terminals without a keyboard", wholeNumber(1, 86_400_000))
    .option("--duration <s>", "end after this many seconds", seconds)
    .option("--verbose", "show the board's console", false)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(simulate);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(simulateCommand());
