/** Runs the node on virtual boards beside a broker, until the user has seen enough. */
import { randomBytes } from "node:crypto";
import type { ButtonEvent } from "../../firmware/button.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { brokerAddress, mqttPort, type BrokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { buildNode } from "../node-build/build-node.ts";
import { safeText } from "../terminal/safe-text.ts";
import { announceBroker } from "./announce-broker.ts";
import { EmbeddedBroker, everyAddress } from "./embedded-broker.ts";
import { nodeNames } from "./engine.ts";
import type { EngineName } from "./engine-names.ts";
import { headerRows } from "./header.ts";
import type { Key, Keyboard } from "./keyboard.ts";
import { LedLog } from "./led-log.ts";
import { checkPagePort, servePage, type Page, type PageOptions } from "./page.ts";
import { pressPeriod, type Button } from "./press-queue.ts";
import { showScenario } from "./scenario-command.ts";
import { findScenario } from "./scenario-files.ts";
import { Screen, wantsColour } from "./screen.ts";
import type { SimulationEvent } from "./simulation-event.ts";
import type { Simulation } from "./simulation.ts";
import { isWorthShowing, lost, summary, unseen, View } from "./view.ts";
import { setUpWorkbench } from "./workbench.ts";

export interface SimulateOptions extends BrokerOptions, PageOptions {
  port?: number;
  /** The embedded broker is open to the network, and makes itself known there. */
  mdns?: boolean;
  nodes: number;
  engine: EngineName;
  events?: ButtonEvent[];
  pressEvery?: number;
  duration?: number;
  verbose: boolean;
  /** The name or path of a scenario, which then is played on virtual time. */
  scenario?: string;
}

const connectTimeout = 10_000;
const distFolder = "dist";

/**
 * @param keyboard undefined where there is none
 * @throws {UserError} when the broker cannot be had, or the build fails
 */
export async function runSimulation(options: SimulateOptions, keyboard: Keyboard | undefined): Promise<void> {
  if (options.scenario !== undefined) {
    await showScenario(findScenario(options.scenario), options, distFolder);
    return;
  }
  const outside = options.broker === undefined ? undefined : brokerAddress(options);
  // First what fails fast: the broker, before the build.
  if (outside !== undefined) {
    await endConnection(await connectTo(outside, { timeout: connectTimeout }));
    await run(options, keyboard, outside, undefined);
    return;
  }
  const embedded = await EmbeddedBroker.start(options.port ?? mqttPort, {}, options.mdns ? everyAddress : undefined);
  try {
    await run(options, keyboard, embedded.address, embedded);
  } finally {
    await embedded.close();
  }
}

async function run(options: SimulateOptions, keyboard: Keyboard | undefined, address: BrokerAddress, embedded: EmbeddedBroker | undefined): Promise<void> {
  await checkPagePort(options);
  const { engine } = options;
  const view = new View(wantsColour(process.stdout), options.nodes > 1);
  const screen = new Screen(process.stdout);
  const ledLogs = new Map<string, LedLog>();
  // On somebody else's broker two simulators must not be the same client: the broker would drop one for the other.
  const nodes = nodeNames(`ding-${engine}${embedded === undefined ? `-${randomBytes(2).toString("hex")}` : ""}`, options.nodes);
  const settings = await buildNode(distFolder);
  checkPressEvery(options, settings.device.button);
  const started = performance.now();

  const showEvent = (event: SimulationEvent): void => {
    const at = performance.now() - started;
    if (event.kind === "console" && !isWorthShowing(event.line, options.verbose)) return;
    if (event.kind === "led" && process.stdout.isTTY) showLed(event, at);
    else screen.line(view.line(event, at));
    showStatus();
  };
  const showLed = (event: Extract<SimulationEvent, { kind: "led" }>, at: number): void => {
    const ledLog = ledLogs.get(event.output) ?? new LedLog();
    ledLogs.set(event.output, ledLog);
    const fate = ledLog.change(at);
    if (fate === "show") screen.line(view.line(event, at));
    const text = event.output === "led" ? "the LED blinks: see below" : `${safeText(event.output)} blinks`;
    if (fate === "blinking") screen.line(view.line({ kind: "note", text }, at));
  };
  const note = (text: string): void => showEvent({ kind: "note", text });
  const said = new Set<string>();
  // Such a client tries again and again.
  const noteOnce = (text: string): void => {
    if (!said.has(text)) note(text);
    said.add(text);
  };
  embedded?.onUnsupportedVersion((client, version) => noteOnce(`the client "${safeText(client)}" speaks ${version}; this broker speaks 3.1.1`));
  embedded?.onTooLong((client) => noteOnce(`the client "${safeText(client)}" was cut off: its message has more than 1 MB, which this broker does not take`));
  let stop: (reason?: UserError) => void = () => undefined;
  const stopped = new Promise<UserError | undefined>((resolve) => {
    stop = resolve;
  });
  const { events } = options;
  const bench = await setUpWorkbench({ engine, dist: distFolder, settings, nodes, events, address, embedded, onEvent: showEvent, onRefused: stop });
  const { simulation, info } = bench;
  const showStatus = (): void => screen.statusLine(view.statusLine(simulation.status, screen.columns));

  const facts = { engine, dist: distFolder, info, address, isEmbedded: embedded !== undefined, nodes };
  screen.line(view.header(headerRows(facts), screen.columns));
  let ending = false;
  const leave = takeOver(simulation, keyboard, () => {
    if (ending) simulation.hurry();
    stop();
  });
  let repeat: NodeJS.Timeout | undefined;
  let bell: NodeJS.Timeout | undefined;
  let page: Promise<Page | undefined> | undefined;
  let unannounce: (() => Promise<void>) | undefined;
  try {
    // A broker that does not answer the subscription is not to keep anybody here.
    const isUp = await Promise.race([simulation.start().then(() => true), stopped.then(() => false)]);
    if (isUp) {
      if (options.mdns) unannounce = announceBroker(address.port, note);
      showStatus();
      // Only now: the boards are not to wait for it.
      page = servePage(options, bench.backend, note);
      void page.then(
        (served) =>
          served &&
          screen.line(
            view.header(
              served.urls.map((url) => ["page", url]),
              screen.columns,
            ),
          ),
      );
      if (options.pressEvery !== undefined) repeat = setInterval(() => void simulation.press("single"), options.pressEvery);
      if (options.duration !== undefined) bell = setTimeout(stop, options.duration * 1000);
    }
    const refusal = await stopped;
    ending = true;
    if (refusal !== undefined) throw refusal;
    clearInterval(repeat);
    await simulation.end();
    screen.statusLine("");
    const outcome = simulation.outcome;
    screen.line(`\n  ${summary(outcome)}`);
    if (lost(outcome) > 0) process.exitCode = exitCodes.failed;
    else if (unseen(outcome) > 0) process.exitCode = exitCodes.refused;
  } finally {
    clearInterval(repeat);
    clearTimeout(bell);
    screen.statusLine("");
    await unannounce?.();
    await bench.end();
    await (await page)?.close();
    leave();
  }
}

/** Gives keys and signals to the simulation; returns what takes them back. */
function takeOver(simulation: Simulation, keyboard: Keyboard | undefined, quit: () => void): () => void {
  const actions: Record<Key, () => unknown> = {
    press: () => simulation.press("single"),
    double: () => simulation.press("double"),
    long: () => simulation.press("long"),
    light: () => simulation.toggleLight(),
    wifi: () => simulation.toggleWifi(),
    broker: () => simulation.toggleBroker(),
    quit,
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, quit);
  keyboard?.onKey((key) => void actions[key]());
  return () => {
    for (const signal of signals) process.off(signal, quit);
  };
}

/** A button pressed faster than its debounce is not pressed at all. */
function checkPressEvery({ pressEvery }: SimulateOptions, button: Button): void {
  const least = pressPeriod(button);
  if (pressEvery !== undefined && pressEvery < least) {
    const why = `a press and its release outlast the debounce of ${button.debounce} ms each`;
    throw new UserError(`--press-every must be at least ${least} ms: ${why}`, exitCodes.usage);
  }
}
