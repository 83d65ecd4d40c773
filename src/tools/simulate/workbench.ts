/** Everything that runs behind terminal and page: the boards with their node, the simulation around them, and the page's backend. */
import type { ButtonEvent } from "../../firmware/button.ts";
import type { UserError } from "../command-line/user-error.ts";
import type { Settings } from "../config/settings-shape.ts";
import type { BrokerAddress } from "../mqtt/broker-address.ts";
import { readDist } from "../node-build/release.ts";
import { pageDownloads } from "../page/downloads.ts";
import { deviceInfo, type DeviceInfo } from "./device-info.ts";
import type { EmbeddedBroker } from "./embedded-broker.ts";
import { flashedBoards } from "./engine.ts";
import type { EngineName } from "./engine-names.ts";
import { PageBackend } from "./page-backend.ts";
import { Publisher } from "./publisher.ts";
import type { SimulationEvent } from "./simulation-event.ts";
import { Simulation } from "./simulation.ts";
import { Subscriber } from "./subscriber.ts";

export interface WorkbenchSetup {
  engine: EngineName;
  /** The built node's folder, and the settings that it was built with. */
  dist: string;
  settings: Settings;
  /** The names of the nodes, one board for each. */
  nodes: readonly string[];
  /** The button events to send instead of the configuration's. */
  events?: readonly ButtonEvent[] | undefined;
  address: BrokerAddress;
  /** The broker at that address if it is ours. */
  embedded: EmbeddedBroker | undefined;
  onEvent: (event: SimulationEvent) => void;
  /** The broker, back after a loss, takes our subscriber no more. */
  onRefused: (reason: UserError) => void;
}

export interface Workbench {
  info: DeviceInfo;
  simulation: Simulation;
  backend: PageBackend;
  /** Ends all of it; twice is harmless. */
  end(): Promise<void>;
}

/** Puts the boards on the bench, still without power: `simulation.start` turns them on. */
export async function setUpWorkbench(setup: WorkbenchSetup): Promise<Workbench> {
  const { engine, dist, settings, nodes, events, address, embedded, onEvent, onRefused } = setup;
  const info = deviceInfo(settings.device, events);
  const boards = flashedBoards(engine, dist, { nodes, address, info });
  const simulation = new Simulation({
    nodes: boards,
    info,
    embedded,
    subscribe: (filter, options) => Subscriber.start(address, filter, options),
    onEvent,
    onRefused,
  });
  const publisher = new Publisher(address);
  // As the boards run it, whatever becomes of the sources and of dist/ meanwhile.
  const built = { release: readDist(dist), settings };
  const backend = new PageBackend({
    simulation,
    boards,
    info,
    settings,
    engine,
    broker: { ...address, embedded: embedded !== undefined },
    publish: (message) => publisher.publish(message),
    downloads: pageDownloads({ host: address.host, port: address.port, base: info.base }, info, () => built),
  });
  await embedded?.onPublished((message) => backend.published(message));
  const end = async (): Promise<void> => {
    backend.close();
    await simulation.end();
    await publisher.end();
    await Promise.all(boards.map(({ board }) => board.discard()));
  };
  return { info, simulation, backend, end };
}
