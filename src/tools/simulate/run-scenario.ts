/** `npm start -- --scenario`: plays a scenario on virtual time, without ports and always alike. */
import { AccessPoint, ManualClock, MemoryNetwork, ShapedNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { UserError } from "../command-line/user-error.ts";
import { seededRandom } from "../random/seeded-random.ts";
import type { DeviceInfo } from "./device-info.ts";
import { nodeConfig, nodeNames, serialNumber, type FlashedBoard } from "./engine.ts";
import { MemoryBroker } from "./memory-broker.ts";
import type { Scenario } from "./scenario.ts";
import { ScenarioPlayer } from "./scenario-player.ts";
import type { SimulationEvent } from "./simulation-event.ts";
import { Simulation } from "./simulation.ts";
import type { Outcome } from "./view.ts";

/** Virtual ms until every node must be online, before the scenario's second 0. */
const startTime = 5000;
/** Virtual ms that pass at a time while the simulation ends. */
const endStep = 1000;
/** What the boards' time server says at the start, seconds since 1970: the same each time. */
const startOfTime = 1_767_225_600;

export interface ScenarioRun {
  /** The built node's folder. */
  dist: string;
  info: DeviceInfo;
  scenario: Scenario;
  /** @param at ms since the scenario's second 0 */
  onEvent: (event: SimulationEvent, at: number) => void;
}

export interface ScenarioOutcome extends Outcome {
  /** Presses that the scenario asks for, and had no time for. */
  unmade: number;
}

/** Resolves with how it ended. @throws {UserError} when a node does not even start, or lacks a button that the scenario presses */
export async function runScenario({ dist, info, scenario, onEvent }: ScenarioRun): Promise<ScenarioOutcome> {
  const clock = new ManualClock();
  const network = new MemoryNetwork();
  const broker = await MemoryBroker.start(network, clock);
  let zero = Infinity;
  const simulation = new Simulation({
    nodes: virtualBoards(dist, { nodes: nodeNames("ding-virtual", scenario.nodes), info, scenario, broker, network, clock }),
    info,
    embedded: broker,
    subscribe: (filter, options) => broker.subscribe(filter, options),
    onEvent: (event) => {
      if (clock.now() >= zero) onEvent(event, clock.now() - zero);
    },
    onRefused: () => undefined,
    clock,
    lightWanders: false,
  });
  const player = new ScenarioPlayer({ simulation, publish: (message) => broker.publish(message), onProgress: () => undefined, clock });
  try {
    await simulation.start();
    await clock.advance(startTime);
    const late = simulation.nodes.find(({ isConnected }) => !isConnected);
    if (late !== undefined) throw new UserError(`${late.name} is not online after ${startTime / 1000} s: does npm start without --scenario show why?`);
    zero = clock.now();
    await player.play(scenario);
    await clock.advance(scenario.duration * 1000);
  } finally {
    await advanceUntil(simulation.end(), clock);
  }
  return { ...simulation.outcome, unmade: player.unmade };
}

/** Lets time pass until `ended` settles. How long that takes depends on the press under way: a long one can be held for a minute. */
async function advanceUntil(ended: Promise<void>, clock: ManualClock): Promise<void> {
  const end = { isPending: true };
  const settled = (): void => {
    end.isPending = false;
  };
  ended.then(settled, settled);
  while (end.isPending) await clock.advance(endStep);
  await ended;
}

interface Surroundings {
  nodes: readonly string[];
  info: DeviceInfo;
  scenario: Scenario;
  broker: MemoryBroker;
  network: MemoryNetwork;
  clock: ManualClock;
}

function virtualBoards(dist: string, { nodes, info, scenario, broker, network, clock }: Surroundings): Pick<FlashedBoard, "node" | "board" | "link">[] {
  return nodes.map((node, index) => {
    const accessPoint = new AccessPoint();
    accessPoint.time = () => startOfTime + clock.now() / 1000;
    const link = new ShapedNetwork(network, clock);
    const random = seededRandom(scenario.seed + index);
    const board = new VirtualEsp32({ accessPoint, network: link, clock, random, serial: serialNumber(index) });
    board.install(dist, nodeConfig(node, { accessPoint, address: broker.address, info }));
    return { node, board, link };
  });
}
