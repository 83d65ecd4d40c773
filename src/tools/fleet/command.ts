/** `npm run fleet`: many nodes lose their broker at once, and come back. */
import { closeSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { startMosquitto } from "../brokers/mosquitto.ts";
import { startRabbitmqCluster } from "../brokers/rabbitmq.ts";
import { wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { readSettings } from "../config/settings.ts";
import { chart } from "./chart.ts";
import { mostNodes, type Jitter } from "./jitter.ts";
import { measure, simulate, type FleetReport, type FleetRun } from "./run-fleet.ts";
import { boundOfPeak, ratios, table } from "./table.ts";

const root = path.resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** What one machine holds beside the broker. Larger fleets are simulated. */
const mostReal = 5000;
/** s; a node's queue has room for 64 presses, one every ten seconds. */
const longestOutage = 500;

/** What `--broker` can start. */
const brokers = { mosquitto: startMosquitto, rabbitmq: startRabbitmqCluster };

interface FleetOptions {
  broker: keyof typeof brokers;
  nodes: number;
  outage: number;
  withoutJitter?: boolean;
  simulate?: boolean;
  rate: number;
  seed: number;
  svg?: string;
}

/** The command line of `fleet`. */
export function fleetCommand(): Command {
  return new Command("fleet")
    .description("Takes the broker away from many nodes at once, brings it back, and measures how they return: with jitter and without.")
    .addOption(new Option("--broker <name>", "which one is started; rabbitmq is a cluster of three servers").choices(Object.keys(brokers)).default("mosquitto"))
    .option("--nodes <n>", `how many; more than ${mostReal} are simulated on virtual time`, wholeNumber(1, mostNodes), 1000)
    .option("--outage <s>", "seconds for which the broker is away", wholeNumber(1, longestOutage), 60)
    .option("--without-jitter", "measures only nodes whose waits have no random part")
    .addOption(new Option("--simulate", "on virtual time, without sockets").conflicts("broker"))
    .addOption(new Option("--rate <n>", "connections a second that the simulated broker takes").default(2500).argParser(wholeNumber(1, 1_000_000)))
    .option("--seed <n>", "the random waits are the same for the same number", wholeNumber(0, 2 ** 31), 1)
    .option("--svg <file>", "where to draw the connections in each second")
    .allowExcessArguments(false)
    .action(async (options: FleetOptions) => {
      if (options.svg !== undefined) checkWritable(options.svg);
      const { device } = await readSettings(root);
      const jitters: Jitter[] = options.withoutJitter ? ["without jitter"] : ["with jitter", "without jitter"];
      const run = { config: device, nodes: options.nodes, outage: options.outage * 1000, seed: options.seed, jitters };
      report(await results(run, options), options.svg);
    });
}

/** Before minutes of measuring. @throws {UserError} when the drawing could not be written there */
function checkWritable(svg: string): void {
  try {
    closeSync(openSync(svg, "a"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`--svg: ${svg} cannot be written (${why}): choose a file in a folder that exists and belongs to you`, exitCodes.usage);
  }
}

function results(run: FleetRun, options: FleetOptions): Promise<FleetReport> | FleetReport {
  const isTooLarge = run.nodes > mostReal;
  if (isTooLarge && !options.simulate) console.log(`${run.nodes} nodes are more than one machine holds: they are simulated on virtual time.`);
  if (isTooLarge || options.simulate) return simulate(run, options.rate);
  endWithSignals();
  return measure(brokers[options.broker], run, (line) => console.log(line));
}

/** Prints the results, draws them, and says what is not as it should be. */
function report({ title, results }: FleetReport, svg: string | undefined): void {
  console.log(`\n${title}\n\n${table(results)}`);
  if (svg !== undefined) writeFileSync(svg, chart(title, results));
  const found = ratios(results);
  if (found !== undefined) {
    console.log(`\nPeak with jitter, as a part of that without: attempts ${found.attempts.toFixed(3)}, connections ${found.connections.toFixed(3)}`);
    if (found.attempts > boundOfPeak)
      fail(`the peak of attempts is over ${boundOfPeak}: the outage was too short, or this computer is too slow for so many nodes (docs/fleet.md)`);
  }
  for (const [jitter, { costs }] of results) if (costs && costs.presses.lost > 0) fail(`${jitter}: ${costs.presses.lost} presses were lost`);
}

function fail(line: string): void {
  console.error(`fleet: ${line}`);
  process.exitCode = exitCodes.failed;
}

/** Ctrl-C ends the broker as well: it is killed at `exit`. */
function endWithSignals(): void {
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(fleetCommand());
