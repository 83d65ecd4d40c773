/** `npm start`: builds the node, puts it on a virtual board beside a broker, and hands you the button. */
import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { seconds, wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { addBrokerOptions, brokerAddress, showAddress, type BrokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { buildNode } from "../node-build/build-node.ts";
import { EmbeddedBroker } from "./embedded-broker.ts";
import { flashedBoard, checkEngine, engineNames, type EngineName } from "./engine.ts";
import { pressPeriod } from "./press-queue.ts";
import { keysShown, takeKeys, type Key } from "./keyboard.ts";
import { LedLog } from "./led-log.ts";
import { deviceInfo, type DeviceInfo } from "./device-info.ts";
import { Screen, wantsColour } from "./screen.ts";
import { Simulation } from "./simulation.ts";
import { isUncaught, lost, summary, View, type SimulationEvent } from "./view.ts";

interface SimulateOptions extends BrokerOptions {
  port?: number;
  engine: EngineName;
  pressEvery?: number;
  duration?: number;
  verbose: boolean;
}

const defaultPort = 1883;
const connectTimeout = 10_000;
const distFolder = "dist";

async function simulate(options: SimulateOptions): Promise<void> {
  checkOptions(options);
  checkEngine(options.engine);
  const outside = options.broker === undefined ? undefined : brokerAddress(options);
  // First what fails fast: the broker, before the build.
  if (outside !== undefined) {
    await endConnection(await connectTo(outside, { timeout: connectTimeout }));
    await run(options, outside, undefined);
    return;
  }
  const embedded = await EmbeddedBroker.start(options.port ?? defaultPort);
  try {
    await run(options, embedded.address, embedded);
  } finally {
    await embedded.close();
  }
}

async function run(options: SimulateOptions, address: BrokerAddress, embedded: EmbeddedBroker | undefined): Promise<void> {
  const view = new View(wantsColour(process.stdout));
  const screen = new Screen(process.stdout);
  const ledLog = new LedLog();
  // On somebody else's broker two simulators must not be the same client: the broker would drop one for the other.
  const node = `ding-${options.engine}${embedded === undefined ? `-${randomBytes(2).toString("hex")}` : ""}`;
  const info = deviceInfo((await buildNode(distFolder)).device);
  checkPressEvery(options, info);
  const { board, discard } = flashedBoard(options.engine, distFolder, { node, address });
  const started = performance.now();

  const showEvent = (event: SimulationEvent): void => {
    const at = performance.now() - started;
    if (event.kind === "console" && !isWorthShowing(event.line, options.verbose)) return;
    const fate = event.kind === "led" && process.stdout.isTTY ? ledLog.change(at) : "show";
    if (fate === "show") screen.line(view.line(event, at));
    if (fate === "blinking") screen.line(view.line({ kind: "note", text: "the LED blinks: see below" }, at));
    showStatus();
  };
  let stop: (reason?: UserError) => void = () => undefined;
  const stopped = new Promise<UserError | undefined>((resolve) => {
    stop = resolve;
  });
  const simulation = new Simulation({ ...info, board, address, embedded, node, onEvent: showEvent, onRefused: stop });
  const showStatus = (): void => screen.statusLine(view.statusLine(simulation.status, screen.columns));

  screen.line(view.header(headerRows(options, info, address, node)));
  let ending = false;
  const leave = takeOver(simulation, () => {
    if (ending) simulation.hurry();
    stop();
  });
  let repeat: NodeJS.Timeout | undefined;
  let bell: NodeJS.Timeout | undefined;
  try {
    await simulation.start();
    showStatus();
    if (options.pressEvery !== undefined) repeat = setInterval(() => void simulation.press(), options.pressEvery);
    if (options.duration !== undefined) bell = setTimeout(stop, options.duration * 1000);
    const refusal = await stopped;
    if (refusal !== undefined) throw refusal;
    ending = true;
    clearInterval(repeat);
    const linked = simulation.linked;
    await simulation.end();
    screen.statusLine("");
    const { count } = simulation.status;
    screen.line(`\n  ${summary(count, linked)}`);
    if (lost(count, linked) > 0) process.exitCode = exitCodes.failed;
  } finally {
    clearInterval(repeat);
    clearTimeout(bell);
    screen.statusLine("");
    await simulation.end();
    await discard();
    leave();
  }
}

/** An error of the program is shown though nobody asked for the console; an empty line to nobody. */
function isWorthShowing(line: string, verbose: boolean): boolean {
  return line.trim() !== "" && (verbose || isUncaught(line));
}

/** Gives keys and signals to the simulation; returns what gives them back. */
function takeOver(simulation: Simulation, quit: () => void): () => void {
  const actions: Record<Key, () => unknown> = {
    press: () => simulation.press(),
    wifi: () => simulation.toggleWifi(),
    broker: () => simulation.toggleBroker(),
    quit,
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, quit);
  const letGo = process.stdin.isTTY ? takeKeys(process.stdin, (key) => void actions[key]()) : undefined;
  // Whatever ends the process, the terminal must not be left raw.
  if (letGo) process.once("exit", letGo);
  return () => {
    for (const signal of signals) process.off(signal, quit);
    if (!letGo) return;
    process.off("exit", letGo);
    letGo();
  };
}

/** The lines at the start: what runs, where to listen and send, which keys. */
function headerRows(options: SimulateOptions, { base }: DeviceInfo, address: BrokerAddress, node: string): [string, string][] {
  const where = showAddress(address);
  const more = where === `mqtt://127.0.0.1:${defaultPort}` ? "" : ` --broker ${where}`;
  const rows: [string, string][] = [
    ["board", `${engineNames[options.engine]}, running ${distFolder}/ as ${node}`],
    ["broker", `${where} (${options.broker === undefined ? "embedded" : "outside"})`],
    ["listen", `npm run listen -- '${base}/#'${more}`],
    ["send", `npm run send -- ${base}/control/led toggle${more}`],
  ];
  if (process.stdin.isTTY) rows.push(["keys", keysShown]);
  return rows;
}

/** What no single option's parser can see. */
function checkOptions(options: SimulateOptions): void {
  const bad = (message: string): UserError => new UserError(message, exitCodes.usage);
  if (options.broker !== undefined && options.port !== undefined) {
    throw bad("--port is the embedded broker's; the port of an outside one goes into --broker mqtt://host:port");
  }
  if (options.broker === undefined && (options.username !== undefined || options.password !== undefined)) {
    throw bad("--username and --password are for an outside broker: add --broker mqtt://host[:port]");
  }
}

/** A button pressed faster than its debounce is not pressed at all. */
function checkPressEvery({ pressEvery }: SimulateOptions, { button }: DeviceInfo): void {
  const least = pressPeriod(button);
  if (pressEvery !== undefined && pressEvery < least) {
    const why = `a press and its release outlast the debounce of ${button.debounce} ms each`;
    throw new UserError(`--press-every must be at least ${least} ms: ${why}`, exitCodes.usage);
  }
}

/** The command line of `start`. */
export function simulateCommand(): Command {
  const engines = new Option("--engine <name>", "what runs the node: virtual, or espruino (the binary that ESPRUINO names)");
  const command = new Command("start")
    .description("Runs the built node on a virtual ESP32 with a broker beside it; keys press its button and cut its links")
    .addOption(engines.choices(Object.keys(engineNames)).default("virtual"))
    .option("--port <n>", `the embedded broker's port (default ${defaultPort}; 0: any free one)`, wholeNumber(0, 65_535))
    .option("--press-every <ms>", "press BOOT so often, without a keyboard", wholeNumber(1, 86_400_000))
    .option("--duration <s>", "end after so many seconds", seconds)
    .option("--verbose", "show the board's console", false)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(simulate);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(simulateCommand());
