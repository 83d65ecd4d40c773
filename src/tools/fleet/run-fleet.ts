/** The whole measurement: a fleet with jitter and one without, on a real broker or on virtual time. */
import type { Config } from "../../firmware/config.ts";
import type { RestartableBroker } from "../brokers/restartable-broker.ts";
import { randomOf, type Jitter } from "./jitter.ts";
import { checkOpenFiles } from "./open-files.ts";
import { runOutage } from "./run-outage.ts";
import { simulateOutage } from "./simulate-outage.ts";
import type { Results } from "./table.ts";

/** ms between two presses of a node. */
const pressEvery = 10_000;

export interface FleetRun {
  config: Config;
  nodes: number;
  /** ms from the loss to the restart. */
  outage: number;
  seed: number;
  jitters: readonly Jitter[];
}

/** A title for the results, and the results. */
export interface FleetReport {
  title: string;
  results: Results;
}

/**
 * Measures with a broker, a new one for each way of waiting.
 * @throws {UserError} when too few files may be open, when there is no broker, and when the nodes do not come back
 */
export async function measure(start: () => Promise<RestartableBroker>, run: FleetRun, note: (line: string) => void): Promise<FleetReport> {
  checkOpenFiles(run.nodes);
  const results = [];
  let name = "";
  for (const jitter of run.jitters) {
    const broker = await start();
    name = `${broker.name} ${broker.version}`;
    note(`${name}, ${jitter}: ${run.nodes} nodes connect, and the broker is away for ${run.outage / 1000} s`);
    try {
      results.push([jitter, await runOutage(broker, { ...run, pressEvery, random: (index) => randomOf(jitter, run.seed, index) })] as const);
    } finally {
      await broker.stop();
    }
  }
  return { title: title(name, run), results };
}

/** The same on virtual time. `rate`: connections a second that the broker takes. */
export function simulate(run: FleetRun, rate: number): FleetReport {
  const results = run.jitters.map((jitter) => [jitter, simulateOutage({ ...run, rate, random: (index) => randomOf(jitter, run.seed, index) })] as const);
  return { title: title(`Simulated broker, ${rate} connections a second`, run), results };
}

function title(broker: string, { nodes, outage }: FleetRun): string {
  return `${broker}: ${nodes} nodes after an outage of ${outage / 1000} s`;
}
