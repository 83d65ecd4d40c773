/** One outage of a real broker: a fleet loses it all at once, and comes back. */
import { setTimeout as wait } from "node:timers/promises";
import type { RestartableBroker } from "../brokers/restartable-broker.ts";
import { addressOf } from "../brokers/running-broker.ts";
import { Topic } from "../../firmware/topics.ts";
import { Fleet, type FleetPlan } from "./fleet.ts";
import type { Costs, Result, Return } from "./measures.ts";
import { Observer } from "./observer.ts";
import { waitFor } from "./wait-for.ts";

/** ms of presses before the outage. */
const before = 2000;
/** ms that are left for all nodes to come back after the longest wait that the backoff can draw, and for messages under way. */
const slack = 60_000;

export interface OutagePlan extends FleetPlan {
  /** ms from the loss to the restart. */
  outage: number;
}

/**
 * Takes the broker away from a fleet and brings it back. Presses go on until all nodes are connected again.
 * @throws {UserError} when the nodes do not connect, or do not come back
 */
export async function runOutage(broker: RestartableBroker, plan: OutagePlan): Promise<Result> {
  const observer = await Observer.start(addressOf(broker), plan.config.base + Topic.Sensor);
  const fleet = new Fleet(plan, addressOf(broker));
  try {
    await fleet.connect();
    fleet.startPressing();
    await wait(before);
    await Promise.all([broker.shutDown(), wait(plan.outage)]);
    const { cpu, ...back } = await comeBack(broker, fleet, plan.config.retry.longest + slack);
    fleet.stopPressing();
    await waitFor("messages are still without a receipt", slack, () => fleet.queued === 0);
    const sent = fleet.presses;
    const arrived = await settled(observer, sent);
    return { ...back, costs: { ...cpu, presses: { sent, lost: sent - arrived, repeated: observer.repeats } } };
  } finally {
    fleet.end();
    await observer.end();
  }
}

interface Comeback extends Return {
  cpu: Omit<Costs, "presses">;
}

/** Starts the broker, and follows the nodes until the last one is connected, for `limit` ms at most. */
async function comeBack(broker: RestartableBroker, fleet: Fleet, limit: number): Promise<Comeback> {
  const attempts: number[] = [];
  const connections: number[] = [];
  let cpu = { brokerCpu: NaN, fleetCpu: NaN };
  const brokerBefore = broker.cpu();
  const ownBefore = process.cpuUsage();
  const restart = performance.now();
  fleet.onAttempt((due, isConnected) => {
    attempts.push(Math.max(0, due - restart));
    if (isConnected) connections.push(performance.now() - restart);
    if (fleet.isComplete) cpu = { brokerCpu: broker.cpu() - brokerBefore, fleetCpu: seconds(process.cpuUsage(ownBefore)) };
  });
  await broker.startAgain();
  await waitFor("not all nodes came back", limit, () => fleet.isComplete);
  return { attempts, connections, allBack: connections.at(-1) ?? NaN, cpu };
}

/** The presses that have arrived once all have, or once no more is to be expected. */
async function settled(observer: Observer, sent: number): Promise<number> {
  const deadline = performance.now() + slack;
  while (observer.presses < sent && performance.now() < deadline) await wait(100);
  return observer.presses;
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
