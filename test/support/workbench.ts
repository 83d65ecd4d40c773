/** The simulator without terminal and page's server: the built node on virtual boards, beside a broker of its own. */
import { expect } from "vitest";
import type { Config } from "../../src/firmware/config.ts";
import { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { nodeNames } from "../../src/tools/simulate/engine.ts";
import type { SimulationEvent } from "../../src/tools/simulate/simulation-event.ts";
import { setUpWorkbench, type Workbench } from "../../src/tools/simulate/workbench.ts";
import { builtDist } from "./dist.ts";
import { settings } from "./settings.ts";

export interface StartedWorkbench {
  bench: Workbench;
  broker: EmbeddedBroker;
  /** What a terminal would show. */
  events: SimulationEvent[];
  /** Ends all of it at once. */
  end: () => Promise<void>;
}

/** Boards with power, called `name`, `name`-2 and so on. @param parts more parts than the tests' settings have */
export async function startWorkbench(nodes = 1, name = "ding-virtual", parts: Partial<Config> = {}): Promise<StartedWorkbench> {
  const broker = await EmbeddedBroker.start(0);
  const events: SimulationEvent[] = [];
  const bench = await setUpWorkbench({
    engine: "virtual",
    dist: await builtDist(),
    settings: { ...settings, device: { ...settings.device, ...parts } },
    nodes: nodeNames(name, nodes),
    address: broker.address,
    embedded: broker,
    onEvent: (event) => events.push(event),
    onRefused: (reason) => expect.unreachable(reason.message),
  });
  await bench.simulation.start();
  const end = async (): Promise<void> => {
    bench.simulation.hurry();
    await bench.end();
    await broker.close();
  };
  return { bench, broker, events, end };
}
